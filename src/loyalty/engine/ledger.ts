// The incremental engine: the same fold as `replay`, one event at a time, with a way back for what comes late.
import { type Result, err, ok } from '#base/result.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { answer, foldNext, instantOfQuery, newFold, tellAll } from './fold.ts';
import { firstWhere } from './in-time.ts';
import { learn, newKnownEvents, placeOf, type KnownEvents } from './known-events.ts';
import type { LoadedProgramme } from './loaded.ts';
import type { EventOutcome, MemberState, Posting, Query, VoucherInstance } from './outcome.ts';
import type { PostingDraft } from './output.ts';
import type { Fold } from './scene.ts';
import type { State } from './state.ts';
import type { Timed } from './timeline.ts';
import { countOf, popMarks, pushMark, type Marks } from './way-back.ts';

/**
 * A set of events and what follows from it. After any sequence of `append`, every answer equals that of `replay` over the same
 * set. An event at the end costs the same however long the history is; a late one, a void, or a question about the past costs
 * the events after it.
 */
export interface Ledger {
  /**
   * Adds one event to the set; an event known already changes nothing. Throws `FoldRefusal` when an exact answer would need a
   * number beyond 2^53; so does every question that reaches as far, until the event is voided.
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
  /** Everything the fold remembers, to look at (`state-hash.ts`), not to change. */
  readonly state: () => State;
  /** Everything, for `restoreLedger`: no copy, so store it (or clone it) before the next call. */
  readonly checkpoint: () => LedgerCheckpoint;
}

/** Plain data: survives structured clone (IndexedDB, workers), which keeps shared parts shared. JSON would not. */
export interface LedgerCheckpoint {
  readonly format: 1;
  /** Hashes of all versions of the programmes, in order: restored only with the same definitions. */
  readonly definitions: readonly string[];
  readonly known: KnownEvents;
  readonly timeline: Timed[];
  readonly marks: Marks;
  readonly notes: unknown[];
  readonly state: State;
  /** Of the events of the timeline, as far as they are folded. */
  readonly outcomes: (EventOutcome | undefined)[];
  readonly postings: PostingDraft[];
}

export type RestoreRefusal =
  | { readonly kind: 'other_format' }
  /** The definitions changed since: fold the events anew. */
  | { readonly kind: 'other_definitions' };

export function openLedger(programmes: readonly LoadedProgramme[]): Ledger {
  return ledgerOver({
    run: newFold(programmes, true),
    known: newKnownEvents(),
    timeline: [],
    marks: [],
    outcomes: [],
  });
}

/** Goes on where `checkpoint` stood. The ledger takes the checkpoint over: restore each copy once. */
export function restoreLedger(
  programmes: readonly LoadedProgramme[],
  checkpoint: LedgerCheckpoint,
): Result<Ledger, RestoreRefusal> {
  if (checkpoint.format !== 1) return err({ kind: 'other_format' });
  const definitions = hashesOf(programmes);
  if (definitions.join() !== checkpoint.definitions.join()) return err({ kind: 'other_definitions' });
  const { known, timeline, marks, notes, state, outcomes, postings } = checkpoint;
  const fresh = newFold(programmes, true);
  const run: Fold = {
    ...fresh,
    state,
    output: { ...fresh.output, postings },
    undo: { notes, recording: true },
  };
  return ok(ledgerOver({ run, known, timeline, marks, outcomes }));
}

function hashesOf(programmes: readonly LoadedProgramme[]): readonly string[] {
  return programmes.flatMap(({ versions }) => versions.map(({ hash }) => hash));
}

interface Book {
  readonly run: Fold;
  readonly known: KnownEvents;
  /** What counts, in order. */
  readonly timeline: Timed[];
  readonly marks: Marks;
  readonly outcomes: (EventOutcome | undefined)[];
}

function ledgerOver(book: Book): Ledger {
  const { run, timeline } = book;
  return {
    append: (event) => append(book, event),
    outcome: (eventId) => outcomeOf(book, eventId),
    stateAt: (query) => {
      const atMs = instantOfQuery(query.at);
      return during(book, atMs, () => answer(run, query, atMs));
    },
    tellAt: (at) => {
      const atMs = at === undefined ? (timeline.at(-1)?.atMs ?? -Infinity) : instantOfQuery(at);
      return during(book, atMs, () => tellAll(run, atMs));
    },
    state: () => {
      goOn(book, timeline.length);
      return run.state;
    },
    checkpoint: () => checkpointOf(book),
  };
}

function outcomeOf(book: Book, eventId: string): EventOutcome | undefined {
  const { known, timeline, outcomes } = book;
  goOn(book, timeline.length);
  const timed = known.byId.get(eventId);
  if (timed === undefined) return undefined;
  const place = placeOf(timeline, timed);
  return timeline[place] === timed ? outcomes[place] : undefined;
}

function checkpointOf({ run, known, timeline, marks, outcomes }: Book): LedgerCheckpoint {
  return {
    format: 1,
    definitions: hashesOf(run.programmes),
    known,
    timeline,
    marks,
    notes: run.undo.notes,
    state: run.state,
    outcomes,
    postings: run.output.postings,
  };
}

function append(book: Book, event: LoyaltyEvent): void {
  const change = learn(book.known, event);
  if (change === undefined) return;
  const { leaves, enters } = change;
  const { timeline } = book;
  for (const timed of leaves) {
    const place = placeOf(timeline, timed);
    goBack(book, place);
    timeline.splice(place, 1);
  }
  for (const timed of enters) {
    const place = placeOf(timeline, timed);
    goBack(book, place);
    timeline.splice(place, 0, timed);
  }
  goOn(book, timeline.length);
}

/** Takes back the events from a position on; they stay in the timeline. */
function goBack({ run, timeline, marks, outcomes }: Book, position: number): void {
  const folded = countOf(marks);
  if (position >= folded) return;
  for (let each = position; each < folded; each++) run.state.log.delete(timeline[each]!.event.id);
  outcomes.length = position;
  popMarks(marks, position, run);
}

/** Folds what is in the timeline before `end` and not folded yet. An event without a right answer is taken back whole. */
function goOn(book: Book, end: number): void {
  const { run, timeline, marks, outcomes } = book;
  for (let position = countOf(marks); position < end; position++) {
    pushMark(marks, run);
    try {
      outcomes.push(foldNext(run, timeline[position]!, position === 0));
    } catch (error) {
      goBack(book, position);
      throw error;
    }
  }
}

/**
 * Asks about an instant. What time itself brings about until then, and what asking settles, is taken back; what came after
 * the instant is folded again when it is next needed.
 */
function during<T>(book: Book, atMs: number, ask: () => T): T {
  const { run, timeline } = book;
  const end = firstWhere(timeline, (timed) => timed.atMs > atMs);
  goBack(book, end);
  goOn(book, end);
  const here: Marks = [];
  pushMark(here, run);
  try {
    return ask();
  } finally {
    popMarks(here, 0, run);
  }
}
