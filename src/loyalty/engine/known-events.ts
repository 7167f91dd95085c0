// The set of events that a ledger knows, voided ones included, and what a new one changes in the timeline.
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { firstWhere } from './in-time.ts';
import { compareTimed, isVoid, supersedes, timedOf, voidedIds, type Timed } from './timeline.ts';

/** Plain data. */
export interface KnownEvents {
  readonly byId: Map<string, Timed>;
  /** Events of type `void` in their order. */
  readonly voids: Timed[];
  voided: ReadonlySet<string>;
}

/** What leaves the timeline and what enters it. */
export interface Change {
  readonly leaves: readonly Timed[];
  readonly enters: readonly Timed[];
}

export function newKnownEvents(): KnownEvents {
  return { byId: new Map(), voids: [], voided: new Set() };
}

const NONE: readonly never[] = [];

/** Takes note of an event; one that is known already, or that another one of the same id outdoes, changes nothing. */
export function learn(known: KnownEvents, event: LoyaltyEvent): Change | undefined {
  const timed = timedOf(event);
  const before = known.byId.get(event.id);
  if (!supersedes(timed, before)) return undefined;
  known.byId.set(event.id, timed);
  const replaced = before === undefined ? NONE : [before];
  if (!isVoid(timed) && !replaced.some(isVoid)) {
    return known.voided.has(event.id) ? undefined : { leaves: replaced, enters: [timed] };
  }
  return relearnVoids(known, replaced, timed);
}

/** A void, or what takes the place of one: the voids are settled anew, and events whose fate changed move. */
function relearnVoids(known: KnownEvents, replaced: readonly Timed[], timed: Timed): Change {
  const earlier = known.voided;
  for (const old of replaced.filter(isVoid)) known.voids.splice(known.voids.indexOf(old), 1);
  if (isVoid(timed)) known.voids.splice(placeOf(known.voids, timed), 0, timed);
  known.voided = voidedIds(known.voids);
  const leaves = replaced.filter((old) => counts(old, earlier));
  const enters = counts(timed, known.voided) ? [timed] : [];
  for (const id of new Set([...earlier, ...known.voided])) {
    const touched = known.byId.get(id);
    if (touched === undefined || touched === timed || isVoid(touched)) continue;
    if (earlier.has(id) === known.voided.has(id)) continue;
    (known.voided.has(id) ? leaves : enters).push(touched);
  }
  return { leaves, enters };
}

function counts(timed: Timed, voided: ReadonlySet<string>): boolean {
  return !isVoid(timed) && !voided.has(timed.event.id);
}

/** Position of an event, or where it belongs, in a list in order. */
export function placeOf(ordered: readonly Timed[], timed: Timed): number {
  const last = ordered[ordered.length - 1];
  if (last === undefined || compareTimed(last, timed) < 0) return ordered.length;
  return firstWhere(ordered, (other) => compareTimed(other, timed) >= 0);
}
