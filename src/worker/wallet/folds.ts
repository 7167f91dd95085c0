import type { MemberState, Posting, Query, VoucherInstance } from '#loyalty/engine/outcome.ts';
import { FoldRefusal } from '#loyalty/engine/refusal.ts';
import { replay } from '#loyalty/engine/replay.ts';
import { eventsOfProgramme } from '#loyalty/ledger/receipt-events.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import type { MemberLog } from './member-log.ts';

/** One programme's account of one member. */
export interface ProgrammeFold {
  /** With everything the wallet knows. */
  readonly state: MemberState;
  /** With what the server has confirmed only. */
  readonly confirmed: MemberState;
  readonly postings: readonly Posting[];
  /** What each event did. */
  readonly byEvent: ReadonlyMap<string, readonly Posting[]>;
  readonly vouchers: readonly VoucherInstance[];
  /** Ids of the programme's own events that wait for the server. */
  readonly pending: ReadonlySet<string>;
}

export interface FoldRequest {
  readonly programme: UsableProgramme;
  readonly memberId: string;
  readonly log: MemberLog;
  readonly nowMs: number;
}

export interface Folds {
  /** `undefined` when the events have no exact answer (numbers beyond 2^53): wrong numbers are worse than none. */
  readonly fold: (request: FoldRequest) => ProgrammeFold | undefined;
}

interface CachedFold {
  readonly programme: UsableProgramme;
  readonly revision: string;
  readonly minute: number;
  readonly fold: ProgrammeFold | undefined;
}

/** Folds from nothing, and remembers the last fold per programme: time moves balances too, so it serves one minute. */
export function createFolds(): Folds {
  const cache = new Map<string, CachedFold>();
  return {
    fold: (request) => {
      const { programme, log, nowMs } = request;
      const minute = Math.floor(nowMs / 60_000);
      const hit = cache.get(programme.id);
      if (hit?.programme === programme && hit.revision === log.revision && hit.minute === minute)
        return hit.fold;
      const fold = foldOrNothing(request);
      cache.set(programme.id, { programme, revision: log.revision, minute, fold });
      return fold;
    },
  };
}

function foldOrNothing(request: FoldRequest): ProgrammeFold | undefined {
  try {
    return foldProgramme(request);
  } catch (error) {
    if (error instanceof FoldRefusal) return undefined;
    throw error;
  }
}

function foldProgramme({ programme, memberId, log, nowMs }: FoldRequest): ProgrammeFold {
  const scope = { programmeId: programme.id, merchants: programme.merchants };
  const events = eventsOfProgramme(log.events, scope);
  const pending = new Set(events.map(({ id }) => id).filter((id) => log.pending.has(id)));
  const query: Query = {
    at: latestOf(events, instantFromSeconds(Math.floor(nowMs / 1_000))),
    member: memberId,
  };
  const all = replay([programme.loaded], events, [query]);
  const state = all.states[0]!;
  const confirmed = pending.size === 0 ? state : confirmedState(programme, log, { scope, query });
  const { postings, vouchers } = all;
  return { state, confirmed, postings, byEvent: groupedByEvent(postings), vouchers, pending };
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

function confirmedState(
  programme: UsableProgramme,
  log: MemberLog,
  { scope, query }: { readonly scope: Parameters<typeof eventsOfProgramme>[1]; readonly query: Query },
): MemberState {
  const confirmed = log.events.filter(({ id }) => !log.pending.has(id));
  return replay([programme.loaded], eventsOfProgramme(confirmed, scope), [query]).states[0]!;
}

/** A till's clock may be ahead of ours: what it just gave must not vanish from the balance until then. */
function latestOf(events: readonly LoyaltyEvent[], now: string): string {
  return events.reduce((latest, { at }) => (at > latest ? at : latest), now);
}
