/** What is wrong with a definition, in the words of its author: where, what was found, what was expected. */
export interface Problem {
  /** JSON pointer (RFC 6901), e.g. `/rules/2/do/0/earn/per`; empty for the whole definition. */
  readonly path: string;
  /** Short and readable, never more than about 60 characters. */
  readonly found: string;
  readonly expected: string;
  readonly code: ProblemCode;
  /** A definition with an error is refused; a warning is shown to its author. */
  readonly severity: 'error' | 'warning';
}

export type ProblemCode = ShapeCode | MeaningCode;

/** What the parser refuses. */
export type ShapeCode =
  | 'not_json'
  | 'too_large'
  | 'too_many_values'
  | 'too_deep'
  | 'too_many'
  | 'too_few'
  | 'too_long'
  | 'wrong_type'
  | 'not_integer'
  | 'out_of_range'
  | 'malformed'
  | 'not_a_choice'
  | 'missing_key'
  | 'unknown_key'
  | 'forbidden_key'
  | 'no_variant'
  | 'ambiguous_variant';

/** What the linter finds in a definition of the right shape. */
export type MeaningCode =
  | 'duplicate_id'
  | 'inconsistent_versions'
  | 'unresolved'
  | 'foreign_not_needed'
  | 'mark_never_set'
  | 'not_ascending'
  | 'unordered'
  | 'incomplete'
  | 'contradiction'
  | 'anchor_mismatch'
  | 'reach_cycle'
  | 'definition_cycle'
  | 'not_monotone'
  | 'refund_profit'
  | 'needs_missing'
  | 'needs_cycle';

/** The one refusal of the parser: every problem found, at most `MAX_PROBLEMS`. */
export interface ProgrammeRefusal {
  readonly kind: 'programme_invalid';
  readonly problems: readonly Problem[];
}

const MAX_SHOWN = 40;

/** A short description of any value: quoted text, the number itself, or the size of a list or object. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return quoteShort(value);
  if (Array.isArray(value)) return value.length === 1 ? 'a list of 1' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    if (keys.length === 0) return 'an empty object';
    const shown = keys.slice(0, 3).map(quoteShort).join(', ');
    return `an object with ${shown}${keys.length > 3 ? ', …' : ''}`;
  }
  return typeof value === 'number' || typeof value === 'boolean' || value === null
    ? String(value)
    : `a ${typeof value}`;
}

/** JSON spelling, cut to a readable length. */
export function quoteShort(text: string): string {
  return JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
}

/** One line for people and logs: `path: found X, expected Y`. */
export function problemLine(problem: Problem): string {
  return `${problem.path === '' ? '/' : problem.path}: found ${problem.found}, expected ${problem.expected}`;
}

/** The path of a child, escaped as RFC 6901 wants it. */
export function childPath(path: string, key: string | number): string {
  return `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
