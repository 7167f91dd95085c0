// The set of events in its one order: by (instant, id), each id once, voided ones taken out.
import { canonicalJson } from '#loyalty/programme/canonical.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { compareCodeUnits } from './code-units.ts';
import { instantOf } from './event-view.ts';

export interface Timed {
  readonly event: LoyaltyEvent;
  readonly atMs: number;
}

/** Array order and arrival order never matter: two devices merge by set union. */
export function timelineOf(events: readonly LoyaltyEvent[]): readonly Timed[] {
  const byId = new Map<string, Timed>();
  for (const event of events) {
    const timed = timedOf(event);
    if (supersedes(timed, byId.get(event.id))) byId.set(event.id, timed);
  }
  const ordered = [...byId.values()].sort(compareTimed);
  const voided = voidedIds(ordered.filter(isVoid));
  return ordered.filter((timed) => !isVoid(timed) && !voided.has(timed.event.id));
}

export function timedOf(event: LoyaltyEvent): Timed {
  return { event, atMs: instantOf(event, event.at) };
}

export function compareTimed(a: Timed, b: Timed): number {
  return a.atMs - b.atMs || compareCodeUnits(a.event.id, b.event.id);
}

export function isVoid({ event }: Timed): boolean {
  return event.type === 'void';
}

/** Should two different events carry one id, every device keeps the same one. */
export function supersedes(a: Timed, known: Timed | undefined): boolean {
  if (known === undefined) return true;
  if (a.event === known.event) return false;
  if (a.atMs !== known.atMs) return a.atMs < known.atMs;
  return compareCodeUnits(canonicalJson(a.event), canonicalJson(known.event)) < 0;
}

/** `voids` in their order. Later ones decide first, so that voiding a void brings its event back. */
export function voidedIds(voids: readonly Timed[]): ReadonlySet<string> {
  const voided = new Set<string>();
  for (let i = voids.length - 1; i >= 0; i--) {
    const { event } = voids[i]!;
    if (event.of !== undefined && !voided.has(event.id)) voided.add(event.of);
  }
  return voided;
}
