// One ledger of one programme on its way to a set of events: from memory, from what is stored, or from nothing.
import { eventsInOrder } from '#loyalty/ledger/events-in-order.ts';
import {
  follow,
  type FollowedLedger,
  followFromBase,
  followFromNothing,
  missingEvents,
  storedBaseOf,
} from '#loyalty/ledger/followed-ledger.ts';
import type { Timed } from '#loyalty/engine/timeline.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import type { FoldRow, FoldStore } from '#storage/fold-store.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';

export interface FoldPlace {
  readonly programme: UsableProgramme;
  readonly memberId: string;
  readonly store: FoldStore;
}

/** What is left to fold until a ledger stands for a set of events. */
export interface Way {
  readonly followed: FollowedLedger;
  readonly ordered: readonly Timed[];
  readonly missing: readonly Timed[];
}

/** Events that are never stored with a fold, the newest: what comes a little late still finds its place. */
const LATE_EVENTS = 64;
/** Fewer are folded again sooner than they are stored. */
const WORTH_EVENTS = 256;
/** A long fold is stored so often on the way: whoever closes the app goes on from there. */
const STEP_EVENTS = 10_000;

/** `current`: the ledger as it stands in memory; it is given up when no append leads from it to the set. */
export async function findWay(
  { programme, memberId, store }: FoldPlace,
  current: FollowedLedger | undefined,
  events: readonly LoyaltyEvent[],
): Promise<Way> {
  const ordered = eventsInOrder(events);
  const direct = current && wayFrom(current, ordered);
  if (direct !== undefined) return direct;
  const row = ordered.length > LATE_EVENTS ? await store.base(programme.id) : undefined;
  const restored = row?.memberId === memberId ? wayFromBase(programme, row, ordered) : undefined;
  return restored ?? { followed: followFromNothing(programme.group.loaded), ordered, missing: ordered };
}

function wayFromBase({ group }: UsableProgramme, { stored }: FoldRow, ordered: readonly Timed[]) {
  try {
    const followed = followFromBase(group.loaded, stored, ordered);
    return followed && wayFrom(followed, ordered);
  } catch {
    // Whatever it is that was stored there, it is no base.
    return undefined;
  }
}

function wayFrom(followed: FollowedLedger, ordered: readonly Timed[]): Way | undefined {
  const missing = missingEvents(followed, ordered);
  return missing && { followed, ordered, missing };
}

export interface Pace {
  /** Asked after each event. */
  readonly isDue: () => boolean;
  readonly rest: () => Promise<void>;
  /** Asked after each rest; the way is left as far as it is gone. */
  readonly isStopped: () => boolean;
}

/** For what is folded in one go. */
export const WITHOUT_REST: Pace = {
  isDue: () => false,
  rest: async () => undefined,
  isStopped: () => false,
};

export interface Going {
  readonly pace: Pace;
  /** Ids of events that may yet turn out never to have counted: a fold with one of them is not stored. */
  readonly unsure: ReadonlySet<string>;
  /** Whether this is the ledger from which folds are stored: of two, one. */
  readonly stores: boolean;
}

/** Goes the way and stores the fold where that is worth it. Throws what `follow` throws. */
export async function goWay(
  place: FoldPlace,
  { followed, ordered, missing }: Way,
  { pace, unsure, stores }: Going,
): Promise<'there' | 'stopped'> {
  const { known, floor } = followed;
  const firstUnsure = ordered.findIndex(({ event }) => unsure.has(event.id));
  const most = Math.min(ordered.length - LATE_EVENTS, firstUnsure === -1 ? Infinity : firstUnsure);
  let nextBase = stores ? nextBaseAfter(floor === undefined ? 0 : known.size, most) : Infinity;
  for (const timed of missing) {
    follow(followed, timed);
    // Appended in order: the known ones are the first of the order exactly when the newest of them is in its place.
    if (known.size >= nextBase && known.size <= most && ordered[known.size - 1] === timed) {
      storeBase(place, followed, ordered);
      nextBase = nextBaseAfter(known.size, most);
    }
    if (!pace.isDue()) continue;
    await pace.rest();
    if (pace.isStopped()) return 'stopped';
  }
  return 'there';
}

function nextBaseAfter(size: number, most: number): number {
  const next = Math.min(size + STEP_EVENTS, most);
  return next - size >= WORTH_EVENTS ? next : Infinity;
}

/** Cloned at once, because the ledger goes on; written whenever the database comes to it. */
function storeBase(
  { programme, memberId, store }: FoldPlace,
  followed: FollowedLedger,
  ordered: readonly Timed[],
) {
  const stored = storedBaseOf(followed, ordered, { postings: true });
  if (stored === undefined) return;
  void store.putBase({ programmeId: programme.id, memberId, stored: structuredClone(stored) });
}
