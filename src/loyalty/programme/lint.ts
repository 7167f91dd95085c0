import { err } from '#base/result.ts';
import type { Result } from '#base/result.ts';
import { MAX_PROBLEMS } from './limits.ts';
import { lintCycles } from './lint-cycles.ts';
import { lintFairness } from './lint-fairness.ts';
import { lintReferences } from './lint-references.ts';
import { lintValues } from './lint-values.ts';
import { parseProgramme } from './parse.ts';
import type { Problem, ProgrammeRefusal } from './problem.ts';
import { createReport } from './report.ts';
import type { Programme } from './types.ts';

/**
 * Whether a definition of the right shape makes sense: ids, references, order, completeness, rings, fairness. Errors
 * forbid loading it, warnings are for its author. At most `MAX_PROBLEMS`, errors first.
 */
export function lintProgramme(programme: Programme): readonly Problem[] {
  const report = createReport();
  lintReferences(programme, report);
  lintValues(programme, report);
  lintCycles(programme, report);
  lintFairness(programme, report);
  const errors = report.problems.filter(({ severity }) => severity === 'error');
  const warnings = report.problems.filter(({ severity }) => severity === 'warning');
  return [...errors, ...warnings].slice(0, MAX_PROBLEMS);
}

/** Parses and lints: what every way into the product does with a definition. Warnings do not refuse. */
export function loadProgramme(input: unknown): Result<Programme, ProgrammeRefusal> {
  const parsed = parseProgramme(input);
  if (!parsed.ok) return parsed;
  const errors = lintProgramme(parsed.value).filter(({ severity }) => severity === 'error');
  return errors.length === 0 ? parsed : err({ kind: 'programme_invalid', problems: errors });
}
