// A place in the fold to which it can return: how far the notes went, and how far what only ever grows.
import type { Fold } from './scene.ts';
import { rewind } from './undo.ts';

/** Numbers of one mark: notes, postings, sequence, lots. */
const SIZE = 4;

/** One mark per folded event, as it was before the event; a flat list of numbers, because there are many. */
export type Marks = number[];

export function countOf(marks: Marks): number {
  return marks.length / SIZE;
}

export function pushMark(marks: Marks, { undo, output, state }: Fold): void {
  marks.push(undo.notes.length, output.postings.length, state.sequence, state.lots);
}

/** Returns to the mark at a position and forgets it and those after it. The log is the caller's. */
export function popMarks(marks: Marks, position: number, fold: Fold): void {
  const at = position * SIZE;
  rewind(fold.undo, marks[at]!);
  fold.output.postings.length = marks[at + 1]!;
  fold.state.sequence = marks[at + 2]!;
  fold.state.lots = marks[at + 3]!;
  fold.memberIds = undefined;
  fold.frozen = undefined;
  marks.length = at;
}
