// A ledger that follows a set of events. A set mostly grows at its end; what a ledger cannot follow, it says.
import { openLedger, type Ledger } from '#loyalty/engine/ledger.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import type { Timed } from '#loyalty/engine/timeline.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { countUpTo, fingerprintOf, type Place, sameEvent } from './events-in-order.ts';
import { baseOf, canTake, type FoldBase, ledgerFromBase } from './fold-base.ts';

export interface FollowedLedger {
  readonly programmes: readonly LoadedProgramme[];
  readonly ledger: Ledger;
  /** What it has folded, those of its base included. */
  readonly known: Map<string, LoyaltyEvent>;
  /** Of the base it came from. */
  readonly floor?: Place;
}

/** A base with what tells whether it stands for the events at hand. */
export interface StoredBase {
  readonly base: FoldBase;
  /** How many events it covers: all up to its floor. */
  readonly count: number;
  readonly fingerprint: string;
}

export function followFromNothing(programmes: readonly LoadedProgramme[]): FollowedLedger {
  return { programmes, ledger: openLedger(programmes), known: new Map() };
}

/** Goes on from a base when it covers exactly the events up to its floor; `undefined` when it does not, for whatever reason. */
export function followFromBase(
  programmes: readonly LoadedProgramme[],
  { base, count, fingerprint }: StoredBase,
  ordered: readonly Timed[],
): FollowedLedger | undefined {
  const { floor } = base;
  if (countUpTo(ordered, floor) !== count || fingerprintOf(ordered, count) !== fingerprint) return undefined;
  const ledger = ledgerFromBase(programmes, base);
  if (!ledger.ok) return undefined;
  const known = new Map(ordered.slice(0, count).map(({ event }) => [event.id, event]));
  return { programmes, ledger: ledger.value, known, floor };
}

/**
 * What is to be appended, in order, so that the ledger says what a replay of `ordered` says. `undefined` when no append leads
 * there: an event is gone or says something else, or it reaches behind the ledger's base.
 */
export function missingEvents(
  { known, floor }: FollowedLedger,
  ordered: readonly Timed[],
): readonly Timed[] | undefined {
  const missing: Timed[] = [];
  let met = 0;
  for (const timed of ordered) {
    const before = known.get(timed.event.id);
    if (before === undefined) missing.push(timed);
    else if (!sameEvent(before, timed.event)) return undefined;
    else met += 1;
  }
  if (met !== known.size) return undefined;
  if (floor === undefined) return missing;
  const later = new Set(ordered.slice(countUpTo(ordered, floor)).map(({ event }) => event.id));
  return missing.every((timed) => canTake(floor, timed, (id) => later.has(id))) ? missing : undefined;
}

/** Folds one more event; throws `FoldRefusal` when an exact answer would need a number beyond 2^53. */
export function follow({ ledger, known }: FollowedLedger, { event }: Timed): void {
  known.set(event.id, event);
  ledger.append(event);
}

/**
 * A base of all that the ledger has folded, which must be the start of `ordered`; `undefined` when it is not up to its floor: a
 * void that comes after the last event that counts is in the fold, but would not be in the count. No copy: store it before
 * the next call.
 */
export function storedBaseOf(
  { ledger, known }: FollowedLedger,
  ordered: readonly Timed[],
  options: { readonly postings: boolean },
): StoredBase | undefined {
  const base = baseOf(ledger, options);
  if (base === undefined) return undefined;
  const count = countUpTo(ordered, base.floor);
  return count !== known.size ? undefined : { base, count, fingerprint: fingerprintOf(ordered, count) };
}
