import type { Problem } from './problem.ts';

/** Collects what the linter finds. */
export interface Report {
  readonly problems: Problem[];
  readonly error: Note;
  readonly warning: Note;
}
type Note = (path: string, code: Problem['code'], found: string, expected: string) => void;

export function createReport(): Report {
  const problems: Problem[] = [];
  const note =
    (severity: Problem['severity']): Note =>
    (path, code, found, expected) => {
      problems.push({ path, found, expected, code, severity });
    };
  return { problems, error: note('error'), warning: note('warning') };
}
