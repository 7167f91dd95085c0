import { type Problem, problemLine } from '#loyalty/programme/problem.ts';
import type { AdminDeps } from './command.ts';

/** A line for each; `file` is where the definition comes from, as the operator named it. */
export function explainProblems(
  { explain }: Pick<AdminDeps, 'explain'>,
  file: string,
  problems: readonly Problem[],
): void {
  for (const problem of problems)
    explain(`${file}: ${problem.severity === 'warning' ? 'warning: ' : ''}${problemLine(problem)}`);
}
