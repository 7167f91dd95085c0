import { lintProgramme } from './lint.ts';
import { parseBoundedJson, parseProgrammeText } from './parse.ts';
import { hasEnvelope, parseProgrammeFile, type ProgrammeFile } from './programme-file.ts';
import type { Problem } from './problem.ts';

export interface ProgrammeCheck {
  /** Whether the definition may be loaded: no problem is an error. */
  readonly ok: boolean;
  readonly problems: readonly Problem[];
}

/** Everything that can be said of a programme file: of a bare definition, or of all of its parts when it has them. */
export function checkProgrammeFileText(text: string): ProgrammeCheck & { readonly file?: ProgrammeFile } {
  const file = parseProgrammeFile(text);
  if (!file.ok) return isBare(text) ? checkProgrammeText(text) : { ok: false, problems: file.error.problems };
  return { ok: true, problems: lintProgramme(file.value.definition), file: file.value };
}

function isBare(text: string): boolean {
  const json = parseBoundedJson(text);
  return !json.ok || !hasEnvelope(json.value);
}

/** Everything that can be said about the text of one definition: shape first, and meaning once the shape is right. */
export function checkProgrammeText(text: string): ProgrammeCheck {
  const parsed = parseProgrammeText(text);
  const problems = parsed.ok ? lintProgramme(parsed.value) : parsed.error.problems;
  return { ok: problems.every(({ severity }) => severity === 'warning'), problems };
}
