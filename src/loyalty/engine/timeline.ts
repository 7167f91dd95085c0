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
    const timed = { event, atMs: instantOf(event, event.at) };
    const other = byId.get(event.id);
    if (other === undefined || (other.event !== event && comesFirst(timed, other))) byId.set(event.id, timed);
  }
  const ordered = [...byId.values()].sort(
    (a, b) => a.atMs - b.atMs || compareCodeUnits(a.event.id, b.event.id),
  );
  const voided = voidedIds(ordered);
  return ordered.filter(({ event }) => event.type !== 'void' && !voided.has(event.id));
}

/** Should two different events carry one id, every device keeps the same one. */
function comesFirst(a: Timed, b: Timed): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs;
  return compareCodeUnits(canonicalJson(a.event), canonicalJson(b.event)) < 0;
}

/** Later voids decide first, so that voiding a void brings its event back. */
function voidedIds(ordered: readonly Timed[]): ReadonlySet<string> {
  const voided = new Set<string>();
  for (let i = ordered.length - 1; i >= 0; i--) {
    const { event } = ordered[i]!;
    if (event.type === 'void' && event.of !== undefined && !voided.has(event.id)) voided.add(event.of);
  }
  return voided;
}
