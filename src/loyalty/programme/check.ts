import { lintProgramme } from './lint.ts';
import { parseProgrammeText } from './parse.ts';
import type { Problem } from './problem.ts';

export interface ProgrammeCheck {
  /** Whether the definition may be loaded: no problem is an error. */
  readonly ok: boolean;
  readonly problems: readonly Problem[];
}

/** Everything that can be said about the text of one definition: shape first, and meaning once the shape is right. */
export function checkProgrammeText(text: string): ProgrammeCheck {
  const parsed = parseProgrammeText(text);
  const problems = parsed.ok ? lintProgramme(parsed.value) : parsed.error.problems;
  return { ok: problems.every(({ severity }) => severity === 'warning'), problems };
}
