// What a fold of one programme says, and what it is asked with.
import type { Clock } from '#base/ports.ts';
import type { Topic } from '#bridge/changes.ts';
import type { MemberState, Posting, VoucherInstance } from '#loyalty/engine/outcome.ts';
import type { FoldStore } from '#storage/fold-store.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import type { MemberLog } from './member-log.ts';

/** One programme's account of one member. */
export interface ProgrammeFold {
  /** With everything the wallet knows. */
  readonly state: MemberState;
  /** With what the server has confirmed only. */
  readonly confirmed: Pick<MemberState, 'balance'>;
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

export interface FoldAnswer {
  /** Absent when the events have no exact answer (numbers beyond 2^53), or when none is known yet. */
  readonly fold?: ProgrammeFold;
  /** The fold is not of now: of then, or still to come. What is shown must say so. */
  readonly unsettled?: { readonly asOfMs?: number };
}

export interface FoldProgress {
  readonly programme: UsableProgramme;
  readonly done: number;
  readonly total: number;
  readonly stopped: boolean;
}

export interface Folds {
  /** The exact fold at the cost of what is new. When that takes long, it goes on by itself, and this is what was last known. */
  readonly fold: (request: FoldRequest) => Promise<FoldAnswer>;
  /** The exact state at a time, without the history; `undefined` while there is none, or when something is pending. */
  readonly settledState: (request: FoldRequest) => Promise<MemberState | undefined>;
  /** What was last known of every programme, at once. */
  readonly lastKnown: (memberId: string) => Promise<ReadonlyMap<string, FoldAnswer>>;
  readonly progress: () => readonly FoldProgress[];
  readonly stop: (programmeId: string) => void;
  readonly goOn: (programmeId: string) => void;
}

export interface FoldDeps {
  readonly store: FoldStore;
  readonly clock: Clock;
  /** Lets everything else that waits have its turn. */
  readonly rest: () => Promise<void>;
  readonly changed: (...topics: readonly Topic[]) => void;
}
