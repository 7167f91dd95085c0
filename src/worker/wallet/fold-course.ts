// The ledgers of one programme, kept in memory and fed with what is new: one of everything, one of what is confirmed.
import type { MemberState, Posting, Query } from '#loyalty/engine/outcome.ts';
import type { FollowedLedger } from '#loyalty/ledger/followed-ledger.ts';
import { eventsOfGroup, ownPart, ownState } from '#loyalty/ledger/programme-group.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import { findWay, type FoldPlace, goWay, type Pace, type Way } from './fold-ledger.ts';
import type { ProgrammeFold } from './programme-fold.ts';
import type { MemberLog } from './member-log.ts';

/** Where the ledgers stand, or are on their way to. */
export interface Course {
  readonly ways: readonly Way[];
  readonly pending: ReadonlySet<string>;
  readonly latestMs: number;
  /** Events that are left to fold. */
  readonly length: number;
}

export interface ProgrammeLedgers {
  /** Gives up the ledgers from which there is no way. */
  readonly courseTo: (log: MemberLog) => Promise<Course>;
  readonly go: (course: Course, pace: Pace) => Promise<'there' | 'stopped'>;
  /** Once a course has been gone. */
  readonly stateAt: (course: Course, nowMs: number) => MemberState;
  readonly foldAt: (course: Course, nowMs: number) => ProgrammeFold;
  /** Forgets all; `true` when a stored fold was part of it. */
  readonly forget: () => boolean;
}

export function createProgrammeLedgers(place: FoldPlace): ProgrammeLedgers {
  const { programme, memberId } = place;
  const { group } = programme;
  /** The second is absent until something waits for the server. */
  let ledgers: readonly FollowedLedger[] = [];
  const queryOf = ({ latestMs }: Course, nowMs: number) => queryAt(memberId, Math.max(latestMs, nowMs));
  return {
    courseTo: async (log) => {
      const events = eventsOfGroup(log.events, group);
      const pending = new Set(events.map(({ id }) => id).filter((id) => log.pending.has(id)));
      const sure = pending.size === 0 ? [] : log.events.filter(({ id }) => !log.pending.has(id));
      const sets = pending.size === 0 ? [events] : [events, eventsOfGroup(sure, group)];
      const ways: Way[] = [];
      for (const [index, set] of sets.entries()) ways.push(await findWay(place, ledgers[index], set));
      ledgers = ways.map(({ followed }) => followed);
      const length = ways.reduce((sum, { missing }) => sum + missing.length, 0);
      return { ways, pending, latestMs: ways[0]!.ordered.at(-1)?.atMs ?? 0, length };
    },
    go: async ({ ways, pending }, pace) => {
      for (const [index, way] of ways.entries()) {
        const going = { pace, unsure: pending, stores: index === 0 };
        if ((await goWay(place, way, going)) === 'stopped') return 'stopped';
      }
      return 'there';
    },
    stateAt: (course, nowMs) => ownState(ledgers[0]!.ledger.stateAt(queryOf(course, nowMs)), group),
    foldAt: (course, nowMs) => {
      const [all, sure] = ledgers;
      const query = queryOf(course, nowMs);
      const state = ownState(all!.ledger.stateAt(query), group);
      const confirmed = sure === undefined ? state : ownState(sure.ledger.stateAt(query), group);
      const told = all!.ledger.tellAt(query.at);
      const postings = ownPart(told.postings, group);
      return {
        state,
        confirmed,
        postings,
        byEvent: groupedByEvent(postings),
        vouchers: ownPart(told.vouchers, group),
        pending: course.pending,
      };
    },
    forget: () => {
      const isFromStore = ledgers.some(({ floor }) => floor !== undefined);
      ledgers = [];
      return isFromStore;
    },
  };
}

/** A till's clock may be ahead of ours: what it just gave must not vanish from the balance until then. */
function queryAt(member: string, atMs: number): Query {
  return { at: instantFromSeconds(Math.floor(atMs / 1_000)), member };
}

function groupedByEvent(postings: readonly Posting[]): ReadonlyMap<string, readonly Posting[]> {
  const groups = new Map<string, Posting[]>();
  for (const posting of postings) {
    if (posting.eventId === undefined) continue;
    const group = groups.get(posting.eventId);
    if (group === undefined) groups.set(posting.eventId, [posting]);
    else group.push(posting);
  }
  return groups;
}
