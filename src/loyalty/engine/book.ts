// A ledger's events in order and the fold over them: going on, going back, and telling again what plain events did.
import { foldNext, newFold } from './fold.ts';
import { firstWhere } from './in-time.ts';
import { numberOf, placeOf, timedAt, type KnownEvents } from './known-events.ts';
import type { EventOutcome } from './outcome.ts';
import type { PostingDraft } from './output.ts';
import { foldPlain, retold, takeBackPlain, type Retold } from './plain-fold.ts';
import { compilePlain, type PlainPlan } from './plain-plan.ts';
import type { Fold } from './scene.ts';
import type { LogEntry } from './state.ts';
import { countOf, markAfter, popMarks, pushMark, type Marks } from './way-back.ts';

/** How far the events of a set are folded. Plain data. */
export interface Folded {
  readonly known: KnownEvents;
  /** What counts, in order: numbers of known events. */
  readonly timeline: number[];
  /** Of each event of the timeline that is folded: for a plain one the lots before it, else -1 less its place in `marks`. */
  readonly trail: number[];
  /** Of the events that are not plain: where they began, and what they said. */
  readonly marks: Marks;
  readonly outcomes: (EventOutcome | undefined)[];
}

export interface Book extends Folded {
  readonly run: Fold;
  readonly plan: PlainPlan;
  /** Tells again what plain events did. */
  readonly alone: Fold;
}

export function bookOf(run: Fold, { known, timeline, trail, marks, outcomes }: Folded): Book {
  const recall = (eventId: string) => recalled(book, eventId);
  const plan = compilePlain(run.programmes);
  const alone = newFold(run.programmes, false);
  const book: Book = { run: { ...run, recall }, plan, alone, known, timeline, trail, marks, outcomes };
  return book;
}

/** Takes back the events from a position on; they stay in the timeline. */
export function goBack(book: Book, position: number): void {
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
export function goOn(book: Book, end: number): void {
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
export function during<T>(book: Book, atMs: number, ask: () => T): T {
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

/** Where the event is in the timeline; -1 when it is unknown or voided. */
export function positionOf({ known, timeline }: Book, eventId: string): number {
  const number = numberOf(known, eventId);
  if (number === -1) return -1;
  const position = placeOf(known, timeline, number);
  return timeline[position] === number ? position : -1;
}

/** A plain event that is folded, by its position. */
export function retoldAt({ run, alone, known, timeline, trail, marks }: Book, position: number): Retold {
  const next = markAfter(marks, position) ?? { position: trail.length, sequence: run.state.sequence };
  // Between two marks every event is plain and takes one number of the sequence.
  const sequence = next.sequence - (next.position - position);
  return retold(alone, timedAt(known, timeline[position]!), { lots: trail[position]!, sequence });
}

/** From when it is asked for, the log keeps it: a refund marks what is left of it. */
function recalled(book: Book, eventId: string): LogEntry | undefined {
  const position = positionOf(book, eventId);
  if (position === -1 || position >= book.trail.length || book.trail[position]! < 0) return undefined;
  const { entry } = retoldAt(book, position);
  book.run.state.log.set(eventId, entry);
  return entry;
}

function* plainEvents(book: Book, end = book.trail.length): Generator<Retold> {
  for (let position = 0; position < end; position++)
    if (book.trail[position]! >= 0) yield retoldAt(book, position);
}

/** Of the events before `end`, which is a position of the timeline. */
export function plainPostings(book: Book, end?: number): readonly PostingDraft[] {
  return [...plainEvents(book, end)].flatMap(({ postings }) => postings);
}

export function plainEntries(book: Book): readonly LogEntry[] {
  return [...plainEvents(book)].map(({ entry }) => entry);
}
