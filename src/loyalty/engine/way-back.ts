// A place in the fold to which it can return: how far the notes went, and how far what only ever grows.
import { firstIndex } from './in-time.ts';
import type { Fold } from './scene.ts';
import { rewind } from './undo.ts';

/** Numbers of one mark: position in the timeline, notes, postings, sequence, lots. */
const SIZE = 5;

/** One mark per event that left notes, as it was before the event; a flat list of numbers, because there are many. */
export type Marks = number[];

export interface Mark {
  readonly position: number;
  readonly sequence: number;
}

export function countOf(marks: Marks): number {
  return marks.length / SIZE;
}

export function pushMark(marks: Marks, position: number, { undo, output, state }: Fold): void {
  marks.push(position, undo.notes.length, output.postings.length, state.sequence, state.lots);
}

/** The first mark after a position of the timeline, if any. */
export function markAfter(marks: Marks, position: number): Mark | undefined {
  const index = firstIndex(countOf(marks), (each) => marks[each * SIZE]! > position);
  if (index === countOf(marks)) return undefined;
  return { position: marks[index * SIZE]!, sequence: marks[index * SIZE + 3]! };
}

/** The last mark alone, of the first event of a timeline. */
export function lastMark(marks: Marks): Marks {
  return [0, ...marks.slice(1 - SIZE)];
}

/** Returns to a mark and forgets it and those after it. The log is the caller's. */
export function popMarks(marks: Marks, index: number, fold: Fold): void {
  const at = index * SIZE;
  rewind(fold.undo, marks[at + 1]!);
  fold.output.postings.length = marks[at + 2]!;
  fold.state.sequence = marks[at + 3]!;
  fold.state.lots = marks[at + 4]!;
  fold.memberIds = undefined;
  fold.frozen = undefined;
  marks.length = at;
}
