import { assert } from '#base/assert.ts';

/**
 * Canonical JSON (RFC 8785) of plain data: keys sorted by UTF-16 code units, no white space. Numbers are safe integers
 * only, so the number formatting of the RFC cannot differ between engines. A member that is `undefined` is left out, as
 * `JSON.stringify` does; everything else that JSON cannot say throws.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), 'canonical JSON takes safe integers only');
    return String(value + 0);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  assert(typeof value === 'object', `canonical JSON has no ${typeof value}`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${canonicalString(key)}:${canonicalJson(member)}`).join(',')}}`;
}

function canonicalString(text: string): string {
  assert(!/\p{Surrogate}/u.test(text), 'canonical JSON takes well-formed Unicode only');
  return JSON.stringify(text);
}
