import { bytesFromText } from '#base/bytes.ts';
import { err, ok } from '#base/result.ts';
import type { Result } from '#base/result.ts';
import { MAX_STRING_LENGTH, MAX_TEXT_BYTES } from './limits.ts';
import type { Problem, ProgrammeRefusal } from './problem.ts';
import { readWhole } from './read.ts';
import { programmeTable } from './table.ts';
import type { Programme } from './types.ts';

/**
 * Reads a programme definition that may come from anywhere. The result is new, deeply frozen plain data with known keys
 * only, never the input itself. A refusal lists every problem of shape found (at most `MAX_PROBLEMS`), each with path,
 * found and expected. Whether ids resolve and rules make sense is `lintProgramme`'s business.
 */
export function parseProgramme(input: unknown): Result<Programme, ProgrammeRefusal> {
  // The tables are typed key by key against `Programme`, so what passed them is one.
  return readWhole<Programme, 'programme_invalid'>(programmeTable, input, 'programme_invalid');
}

/** The same from JSON text of at most `MAX_TEXT_BYTES` bytes. */
export function parseProgrammeText(json: string): Result<Programme, ProgrammeRefusal> {
  const value = parseBoundedJson(json);
  return value.ok ? parseProgramme(value.value) : value;
}

/** JSON text of at most `MAX_TEXT_BYTES` bytes, whatever it holds. Refusals: `too_large`, `not_json`. */
export function parseBoundedJson(json: string): Result<unknown, ProgrammeRefusal> {
  const bytes = json.length > MAX_TEXT_BYTES ? json.length : bytesFromText(json).length;
  if (bytes > MAX_TEXT_BYTES) {
    return refusal('too_large', `${bytes} bytes`, `at most ${MAX_TEXT_BYTES} bytes`);
  }
  try {
    return ok(JSON.parse(json));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return refusal('not_json', thrown.message.slice(0, MAX_STRING_LENGTH), 'JSON');
  }
}

function refusal(code: Problem['code'], found: string, expected: string): Result<never, ProgrammeRefusal> {
  return err({
    kind: 'programme_invalid',
    problems: [{ path: '', found, expected, code, severity: 'error' }],
  });
}
