// The incremental engine: the same fold as `replay`, one event at a time, with a way back for what comes late.
import type { Result } from '#base/result.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import {
  during,
  goBack,
  goOn,
  plainEntries,
  plainPostings,
  positionOf,
  retoldAt,
  type Book,
} from './book.ts';
import { instantOf } from './event-view.ts';
import { answer, instantOfQuery, tellAll } from './fold.ts';
import { fullState, type FullState } from './full-state.ts';
import { learn, learnNew, placeOf } from './known-events.ts';
import {
  checkpointOf,
  newBook,
  restoredBook,
  standOf,
  type LedgerCheckpoint,
  type RestoreRefusal,
} from './ledger-checkpoint.ts';
import type { LoadedProgramme } from './loaded.ts';
import type { EventOutcome, MemberState, Posting, Query, VoucherInstance } from './outcome.ts';

/**
 * A set of events and what follows from it. After any sequence of `append`, every answer equals that of `replay` over the same
 * set. An event at the end costs the same however long the history is; a late one, a void, or a question about the past costs
 * the events after it.
 */
export interface Ledger {
  /**
   * Adds one event to the set; an event known already changes nothing. Throws `FoldRefusal` when an exact answer would need a
   * number beyond 2^53 or more gifts than `MOST_GIFTS`; so does every question that reaches as far, until the event is voided.
   */
  readonly append: (event: LoyaltyEvent) => void;
  /** `undefined` for an event that is unknown or voided. */
  readonly outcome: (eventId: string) => EventOutcome | undefined;
  /** The state right after everything with time <= at. */
  readonly stateAt: (query: Query) => MemberState;
  /** All postings and vouchers, as they stand at an instant: by default that of the latest event. */
  readonly tellAt: (at?: string) => {
    readonly postings: readonly Posting[];
    readonly vouchers: readonly VoucherInstance[];
  };
  /** Everything the fold remembers, spelled out to be looked at (`state-hash.ts`); the cost of a whole replay. */
  readonly state: () => FullState;
  /** Everything, for `restoreLedger`: no copy, so store it (or clone it) before the next call. */
  readonly checkpoint: () => LedgerCheckpoint;
  /**
   * Where the fold stands, without the way back: a small part of the checkpoint. A ledger restored from it takes later events
   * only, none that refers to an earlier one, and answers for no time before. Without `postings`, `tellAt` knows only the
   * later ones. `undefined` before the first event; no copy.
   */
  readonly stand: (options: { readonly postings: boolean }) => LedgerCheckpoint | undefined;
}

export function openLedger(programmes: readonly LoadedProgramme[]): Ledger {
  return ledgerOver(newBook(programmes));
}

/** Goes on where `checkpoint` or `stand` stood. The ledger takes it over: restore each copy once. */
export function restoreLedger(
  programmes: readonly LoadedProgramme[],
  checkpoint: LedgerCheckpoint,
): Result<Ledger, RestoreRefusal> {
  const restored = restoredBook(programmes, checkpoint);
  return restored.ok ? { ok: true, value: ledgerOver(restored.value) } : restored;
}

function ledgerOver(book: Book): Ledger {
  const { run, timeline, known } = book;
  return {
    append: (event) => append(book, event),
    outcome: (eventId) => outcomeOf(book, eventId),
    stateAt: (query) => {
      const atMs = instantOfQuery(query.at);
      return during(book, atMs, () => answer(run, query, atMs));
    },
    tellAt: (at) => {
      const last = timeline.at(-1);
      const latestMs = last === undefined ? -Infinity : known.timesMs[last]!;
      const atMs = at === undefined ? latestMs : instantOfQuery(at);
      return during(book, atMs, () => tellAll(run, atMs, plainPostings(book)));
    },
    state: () => {
      goOn(book, timeline.length);
      return fullState(run.state, plainEntries(book));
    },
    checkpoint: () => checkpointOf(book),
    stand: (options) => standOf(book, options),
  };
}

function append(book: Book, event: LoyaltyEvent): void {
  const { known, timeline } = book;
  const number = learnNew(known, event, instantOf(event, event.at));
  if (number !== -1) enter(book, number);
  else {
    const { leaves, enters } = learn(known, event);
    for (const each of leaves) {
      const place = placeOf(known, timeline, each);
      goBack(book, place);
      timeline.splice(place, 1);
    }
    for (const each of enters) enter(book, each);
  }
  goOn(book, timeline.length);
}

function enter(book: Book, number: number): void {
  const { known, timeline } = book;
  const place = placeOf(known, timeline, number);
  if (place === timeline.length) timeline.push(number);
  else {
    goBack(book, place);
    timeline.splice(place, 0, number);
  }
}

function outcomeOf(book: Book, eventId: string): EventOutcome | undefined {
  const { timeline, trail, outcomes } = book;
  goOn(book, timeline.length);
  const position = positionOf(book, eventId);
  if (position === -1) return undefined;
  const way = trail[position]!;
  return way >= 0 ? retoldAt(book, position).outcome : outcomes[-1 - way];
}
