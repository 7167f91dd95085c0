// The incremental engine: the same fold as `replay`, one event at a time, with a way back for what comes late.
import { type Result, err, ok } from '#base/result.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { answer, foldNext, instantOfQuery, newFold, tellAll } from './fold.ts';
import { instantOf } from './event-view.ts';
import { fullState, type FullState } from './full-state.ts';
import { firstWhere } from './in-time.ts';
import {
  learn,
  learnNew,
  newKnownEvents,
  numberOf,
  placeOf,
  timedAt,
  type KnownEvents,
} from './known-events.ts';
import type { LoadedProgramme } from './loaded.ts';
import type { EventOutcome, MemberState, Posting, Query, VoucherInstance } from './outcome.ts';
import type { PostingDraft } from './output.ts';
import { foldPlain, retold, takeBackPlain, type Retold } from './plain-fold.ts';
import { compilePlain, type PlainPlan } from './plain-plan.ts';
import type { Fold } from './scene.ts';
import type { LogEntry, State } from './state.ts';
import { countOf, markAfter, popMarks, pushMark, type Marks } from './way-back.ts';

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
  /** Everything the fold remembers, spelled out to be looked at (`state-hash.ts`); the cost of a whole replay. */
  readonly state: () => FullState;
  /** Everything, for `restoreLedger`: no copy, so store it (or clone it) before the next call. */
  readonly checkpoint: () => LedgerCheckpoint;
}

/** Plain data: survives structured clone (IndexedDB, workers), which keeps shared parts shared. JSON would not. */
export interface LedgerCheckpoint {
  readonly format: typeof FORMAT;
  /** Hashes of all versions of the programmes, in order: restored only with the same definitions. */
  readonly definitions: readonly string[];
  readonly known: KnownEvents;
  readonly timeline: number[];
  readonly trail: number[];
  readonly marks: Marks;
  readonly notes: unknown[];
  readonly state: State;
  readonly outcomes: (EventOutcome | undefined)[];
  readonly postings: PostingDraft[];
}

const FORMAT = 2;

export type RestoreRefusal =
  | { readonly kind: 'other_format' }
  /** The definitions changed since: fold the events anew. */
  | { readonly kind: 'other_definitions' };

export function openLedger(programmes: readonly LoadedProgramme[]): Ledger {
  const folded = { timeline: [], trail: [], marks: [], outcomes: [] };
  return ledgerOver(bookOf(newFold(programmes, true), { known: newKnownEvents(), ...folded }));
}

/** Goes on where `checkpoint` stood. The ledger takes the checkpoint over: restore each copy once. */
export function restoreLedger(
  programmes: readonly LoadedProgramme[],
  checkpoint: LedgerCheckpoint,
): Result<Ledger, RestoreRefusal> {
  if (checkpoint.format !== FORMAT) return err({ kind: 'other_format' });
  const definitions = hashesOf(programmes);
  if (definitions.join() !== checkpoint.definitions.join()) return err({ kind: 'other_definitions' });
  const { notes, state, postings } = checkpoint;
  const fresh = newFold(programmes, true);
  const run: Fold = {
    ...fresh,
    state,
    output: { ...fresh.output, postings },
    undo: { notes, recording: true },
  };
  return ok(ledgerOver(bookOf(run, checkpoint)));
}

function hashesOf(programmes: readonly LoadedProgramme[]): readonly string[] {
  return programmes.flatMap(({ versions }) => versions.map(({ hash }) => hash));
}

interface Folded {
  readonly known: KnownEvents;
  /** What counts, in order: numbers of known events. */
  readonly timeline: number[];
  /** Of each event of the timeline that is folded: for a plain one the lots before it, else -1 less its place in `marks`. */
  readonly trail: number[];
  /** Of the events that are not plain: where they began, and what they said. */
  readonly marks: Marks;
  readonly outcomes: (EventOutcome | undefined)[];
}

interface Book extends Folded {
  readonly run: Fold;
  readonly plan: PlainPlan;
}

function bookOf(run: Fold, { known, timeline, trail, marks, outcomes }: Folded): Book {
  const recall = (eventId: string) => recalled(book, eventId);
  const plan = compilePlain(run.programmes);
  const book: Book = { run: { ...run, recall }, plan, known, timeline, trail, marks, outcomes };
  return book;
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
  };
}

function checkpointOf({ run, known, timeline, trail, marks, outcomes }: Book): LedgerCheckpoint {
  return {
    format: FORMAT,
    definitions: hashesOf(run.programmes),
    known,
    timeline,
    trail,
    marks,
    notes: run.undo.notes,
    state: run.state,
    outcomes,
    postings: run.output.postings,
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

/** Takes back the events from a position on; they stay in the timeline. */
function goBack(book: Book, position: number): void {
  const { run, plan, known, timeline, trail, marks, outcomes } = book;
  for (let last = trail.length - 1; last >= position; last--) {
    const timed = timedAt(known, timeline[last]!);
    const way = trail.pop()!;
    if (way >= 0) takeBackPlain(run, plan, timed, way);
    else {
      run.state.log.delete(timed.event.id);
      outcomes.pop();
      popMarks(marks, countOf(marks) - 1, run);
    }
  }
}

/** Folds what is in the timeline before `end` and not folded yet. An event without a right answer is taken back whole. */
function goOn(book: Book, end: number): void {
  const { run, plan, known, timeline, trail, marks, outcomes } = book;
  for (let position = trail.length; position < end; position++) {
    const number = timeline[position]!;
    const event = known.events[number]!;
    const atMs = known.timesMs[number]!;
    const { lots } = run.state;
    if (foldPlain(run, plan, event, atMs)) {
      trail.push(lots);
      continue;
    }
    pushMark(marks, position, run);
    try {
      outcomes.push(foldNext(run, { event, atMs }, position === 0));
    } catch (error) {
      run.state.log.delete(event.id);
      popMarks(marks, countOf(marks) - 1, run);
      throw error;
    }
    trail.push(-countOf(marks));
  }
}

/**
 * Asks about an instant. What time itself brings about until then, and what asking settles, is taken back; what came after
 * the instant is folded again when it is next needed.
 */
function during<T>(book: Book, atMs: number, ask: () => T): T {
  const { run, known, timeline } = book;
  const end = firstWhere(timeline, (number) => known.timesMs[number]! > atMs);
  goBack(book, end);
  goOn(book, end);
  const here: Marks = [];
  pushMark(here, end, run);
  try {
    return ask();
  } finally {
    popMarks(here, 0, run);
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

/** Where the event is in the timeline; -1 when it is unknown or voided. */
function positionOf({ known, timeline }: Book, eventId: string): number {
  const number = numberOf(known, eventId);
  if (number === -1) return -1;
  const position = placeOf(known, timeline, number);
  return timeline[position] === number ? position : -1;
}

/** A plain event that is folded, by its position. */
function retoldAt({ run, known, timeline, trail, marks }: Book, position: number): Retold {
  const next = markAfter(marks, position) ?? { position: trail.length, sequence: run.state.sequence };
  // Between two marks every event is plain and takes one number of the sequence.
  const sequence = next.sequence - (next.position - position);
  return retold(run, timedAt(known, timeline[position]!), { lots: trail[position]!, sequence });
}

/** From when it is asked for, the log keeps it: a refund marks what is left of it. */
function recalled(book: Book, eventId: string): LogEntry | undefined {
  const position = positionOf(book, eventId);
  if (position === -1 || position >= book.trail.length || book.trail[position]! < 0) return undefined;
  const { entry } = retoldAt(book, position);
  book.run.state.log.set(eventId, entry);
  return entry;
}

function* plainEvents(book: Book): Generator<Retold> {
  for (let position = 0; position < book.trail.length; position++)
    if (book.trail[position]! >= 0) yield retoldAt(book, position);
}

function plainPostings(book: Book): readonly PostingDraft[] {
  return [...plainEvents(book)].flatMap(({ postings }) => postings);
}

function plainEntries(book: Book): readonly LogEntry[] {
  return [...plainEvents(book)].map(({ entry }) => entry);
}
