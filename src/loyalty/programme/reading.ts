// The state of one run of the reader.
import { MAX_PROBLEMS } from './limits.ts';
import type { Problem, ShapeCode } from './problem.ts';

/** The problems so far and how much was read. */
export interface Reading {
  readonly problems: Problem[];
  values: number;
}
export interface Place {
  readonly path: string;
  /** How many shapes that may contain themselves enclose this place. */
  readonly depth: number;
}

/** Notes a problem, unless there are enough of them; returns the "no value" of the reader. */
export function refuse(
  reading: Reading,
  path: string,
  code: ShapeCode,
  words: { readonly found: string; readonly expected: string },
): undefined {
  if (reading.problems.length < MAX_PROBLEMS) {
    reading.problems.push({ path, found: words.found, expected: words.expected, code, severity: 'error' });
  }
}
