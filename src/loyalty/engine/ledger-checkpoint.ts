// What is stored of a ledger: all of it, or only where it stands.
import { type Result, err, ok } from '#base/result.ts';
import { bookOf, goOn, plainPostings, type Book, type Folded } from './book.ts';
import { newFold } from './fold.ts';
import { newKnownEvents, soleEvents, type KnownEvents } from './known-events.ts';
import type { LoadedProgramme } from './loaded.ts';
import type { PostingDraft } from './output.ts';
import type { State } from './state.ts';
import { lastMark } from './way-back.ts';

/** Plain data: survives structured clone (IndexedDB, workers), which keeps shared parts shared. JSON would not. */
export interface LedgerCheckpoint extends Folded {
  readonly format: typeof FORMAT;
  /** Hashes of all versions of the programmes, in order: restored only with the same definitions. */
  readonly definitions: readonly string[];
  readonly notes: unknown[];
  readonly state: State;
  readonly postings: PostingDraft[];
}

const FORMAT = 3;

export type RestoreRefusal =
  | { readonly kind: 'other_format' }
  /** The definitions changed since: fold the events anew. */
  | { readonly kind: 'other_definitions' };

export function newBook(programmes: readonly LoadedProgramme[]): Book {
  const folded = { timeline: [], trail: [], marks: [], outcomes: [] };
  return bookOf(newFold(programmes, true), { known: newKnownEvents(), ...folded });
}

/** Everything, the way back included. No copy. */
export function checkpointOf({ run, known, timeline, trail, marks, outcomes }: Book): LedgerCheckpoint {
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

/**
 * Where the fold stands after its last event, which is kept so that later ones find their order, with the voids; `undefined`
 * before the first. Past events are looked up only to refund them, which this does not allow, and by metrics over when events
 * were recorded. No copy.
 */
export function standOf(
  book: Book,
  { postings }: { readonly postings: boolean },
): LedgerCheckpoint | undefined {
  const { run, known, timeline, trail, marks, outcomes } = book;
  goOn(book, timeline.length);
  const last = timeline.at(-1);
  if (last === undefined) return undefined;
  const isPlain = trail.at(-1)! >= 0;
  const readsLog = run.programmes.some(({ collectors }) => collectors.some(({ recorded }) => recorded));
  return {
    ...checkpointOf(book),
    known: soleEvents(known, last),
    timeline: [0],
    trail: isPlain ? trail.slice(-1) : [-1],
    marks: isPlain ? [] : lastMark(marks),
    notes: [],
    outcomes: isPlain ? [] : outcomes.slice(-1),
    postings: postings ? [...run.output.postings, ...plainPostings(book, timeline.length - 1)] : [],
    state: readsLog ? run.state : { ...run.state, log: new Map() },
  };
}

export function restoredBook(
  programmes: readonly LoadedProgramme[],
  checkpoint: LedgerCheckpoint,
): Result<Book, RestoreRefusal> {
  if (checkpoint.format !== FORMAT) return err({ kind: 'other_format' });
  if (hashesOf(programmes).join() !== checkpoint.definitions.join())
    return err({ kind: 'other_definitions' });
  const { notes, state, postings } = checkpoint;
  const fresh = newFold(programmes, true);
  const output = { ...fresh.output, postings };
  const folded = { ...checkpoint, known: withOwnSlots(checkpoint.known) };
  return ok(bookOf({ ...fresh, state, output, undo: { notes, recording: true } }, folded));
}

/** `deserialize` of Node gives typed arrays that lie in the bytes it read: written to, they would spoil what is stored. */
function withOwnSlots(known: KnownEvents): KnownEvents {
  const { slots, hashes } = known.index;
  return { ...known, index: { slots: slots.slice(), hashes } };
}

function hashesOf(programmes: readonly LoadedProgramme[]): readonly string[] {
  return programmes.flatMap(({ versions }) => versions.map(({ hash }) => hash));
}
