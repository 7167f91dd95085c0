// A set of events in the engine's order, voids included, and a short name for a stretch of it.
import { compareCodeUnits } from '#loyalty/engine/code-units.ts';
import { compareTimed, supersedes, timedOf, type Timed } from '#loyalty/engine/timeline.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';

/** A place in the order of events. */
export interface Place {
  readonly atMs: number;
  readonly id: string;
}

/** Each id once, by (instant, id): appended in this order, no event comes late. */
export function eventsInOrder(events: readonly LoyaltyEvent[]): readonly Timed[] {
  const byId = new Map<string, Timed>();
  for (const event of events) {
    const timed = timedOf(event);
    if (supersedes(timed, byId.get(event.id))) byId.set(event.id, timed);
  }
  return [...byId.values()].sort(compareTimed);
}

export function placeOfEvent({ atMs, event }: Timed): Place {
  return { atMs, id: event.id };
}

export function isAfter(timed: Timed, place: Place): boolean {
  return timed.atMs === place.atMs ? compareCodeUnits(timed.event.id, place.id) > 0 : timed.atMs > place.atMs;
}

/** How many events of an order come up to a place. */
export function countUpTo(ordered: readonly Timed[], place: Place): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAfter(ordered[middle]!, place)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * 64 bits as hex over every letter of the first `count` events: tells whether they are still what they were. Not for
 * strangers' data: whoever wants two sets of one name can make them.
 */
export function fingerprintOf(ordered: readonly Timed[], count: number): string {
  let [high, low] = [0x811c9dc5, 0x9e3779b9];
  for (let index = 0; index < count; index++) {
    const text = JSON.stringify(ordered[index]!.event);
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      high = Math.imul(high ^ unit, 0x01000193);
      low = Math.imul(low ^ unit, 0x5bd1e995);
    }
    high = Math.imul(high ^ text.length, 0x01000193);
    low ^= low >>> 15;
  }
  return [high, low].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Whether two events say the same in every field. */
export function sameEvent(a: LoyaltyEvent, b: LoyaltyEvent): boolean {
  return samePlain(a, b);
}

function samePlain(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return (
    keys.length === others.length &&
    keys.every((key) => key in b && samePlain(a[key as never], b[key as never]))
  );
}
