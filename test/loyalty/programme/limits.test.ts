import { describe, expect, test } from 'vitest';
import {
  MAX_ALTERNATIVES,
  MAX_DECLARATIONS,
  MAX_DEPTH,
  MAX_DURATION,
  MAX_ID_LENGTH,
  MAX_ISSUED,
  MAX_PARTS,
  MAX_PROBLEMS,
  MAX_STEPS,
  MAX_STRING_LENGTH,
  MAX_TERMS,
  MAX_TEXT_BYTES,
  MAX_VALUES,
  MAX_VERSIONS,
} from '#loyalty/programme/limits.ts';
import { parseProgramme, parseProgrammeText } from '#loyalty/programme/parse.ts';
import type { ProblemCode } from '#loyalty/programme/problem.ts';
import { tinyProgramme, withRule } from './tiny-programme.ts';

interface Limit {
  readonly name: string;
  readonly limit: number;
  readonly code: ProblemCode;
  readonly sized: (n: number) => unknown;
}

const fill = <T>(n: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: n }, (_, index) => make(index));
const when = (condition: unknown): unknown => withRule({ id: 'r', on: {}, if: condition, do: [] });
const nested = (n: number): unknown => (n <= 1 ? { has: 'x' } : { not: nested(n - 1) });
const chained = (n: number): object =>
  JSON.parse(`${'{"n":1,"u":"d","then":'.repeat(n - 1)}{"n":1,"u":"d"}${'}'.repeat(n - 1)}`);
const expiring = (expire: object): unknown => tinyProgramme({ units: [{ id: 'point', scale: 0, expire }] });

const limits: readonly Limit[] = [
  {
    name: 'declarations in a list',
    limit: MAX_DECLARATIONS,
    code: 'too_many',
    sized: (n) => tinyProgramme({ benefits: fill(n, (index) => ({ id: `b${index}` })) }),
  },
  {
    name: 'versions',
    limit: MAX_VERSIONS,
    code: 'too_many',
    sized: (n) =>
      tinyProgramme({ versions: fill(n, (index) => ({ from: `${2000 + index}-01-01T00:00:00Z` })) }),
  },
  {
    name: 'terms of an expression',
    limit: MAX_TERMS,
    code: 'too_many',
    sized: (n) => when({ ge: [{ add: fill(n, () => 1) }, 0] }),
  },
  {
    name: 'steps',
    limit: MAX_STEPS,
    code: 'too_many',
    sized: (n) => when({ ge: [{ steps: [1, fill(n, (index) => [index, index])] }, 0] }),
  },
  {
    name: 'alternatives of a test',
    limit: MAX_ALTERNATIVES,
    code: 'too_many',
    sized: (n) => when({ ev: { merchant: fill(n, (index) => `m${index}`) } }),
  },
  {
    name: 'keys of a map',
    limit: MAX_ALTERNATIVES,
    code: 'too_many',
    sized: (n) => when({ ev: Object.fromEntries(fill(n, (index) => [`f${index}`, 1])) }),
  },
  {
    name: 'effects of a rule',
    limit: MAX_PARTS,
    code: 'too_many',
    sized: (n) => withRule({ id: 'r', on: {}, do: fill(n, () => ({ tag: 'x' })) }),
  },
  {
    name: 'vouchers issued at once',
    limit: MAX_ISSUED,
    code: 'out_of_range',
    sized: (n) => withRule({ id: 'r', on: {}, do: [{ issue: { voucher: 'v', n } }] }),
  },
  {
    name: 'characters of an id',
    limit: MAX_ID_LENGTH,
    code: 'too_long',
    sized: (n) => tinyProgramme({ id: 'x'.repeat(n) }),
  },
  {
    name: 'characters of a text',
    limit: MAX_STRING_LENGTH,
    code: 'too_long',
    sized: (n) => when({ ev: { merchant: 'x'.repeat(n) } }),
  },
  {
    name: 'conditions inside one another',
    limit: MAX_DEPTH,
    code: 'too_deep',
    sized: (n) => when(nested(n)),
  },
  {
    name: 'durations inside one another',
    limit: MAX_DEPTH,
    code: 'too_deep',
    sized: (n) => expiring(chained(n)),
  },
  ...(['s', 'd', 'w', 'mo', 'y'] as const).map((u) => ({
    name: `duration in ${u}`,
    limit: MAX_DURATION[u],
    code: 'out_of_range' as const,
    sized: (n: number) => expiring({ n, u }),
  })),
];

describe('every limit holds exactly', () => {
  test.each(limits)('$name: $limit', ({ limit, code, sized }) => {
    expect(parseProgramme(sized(limit))).toMatchObject({ ok: true });
    const refused = parseProgramme(sized(limit + 1));
    expect(refused.ok ? [] : refused.error.problems.map((problem) => problem.code)).toEqual([code]);
  });

  test(`bytes of the text: ${MAX_TEXT_BYTES}`, () => {
    const text = JSON.stringify(tinyProgramme());
    expect(parseProgrammeText(text.padEnd(MAX_TEXT_BYTES))).toMatchObject({ ok: true });
    expect(parseProgrammeText(text.padEnd(MAX_TEXT_BYTES + 1))).toMatchObject({
      ok: false,
      error: { problems: [{ code: 'too_large', found: `${MAX_TEXT_BYTES + 1} bytes` }] },
    });
  });

  test('bytes are those of UTF-8, not characters', () => {
    const padding = '\u3000'.repeat(MAX_TEXT_BYTES / 2);
    expect(parseProgrammeText(`{"id":"${padding}"}`)).toMatchObject({
      error: { problems: [{ code: 'too_large' }] },
    });
  });

  test(`values in all: ${MAX_VALUES}`, () => {
    // Seven values outside the benefits; a benefit has five besides its alternatives.
    const benefit = (index: number, alternatives: number): object => ({
      id: `b${index}`,
      if: { ev: { merchant: fill(alternatives, (n) => `m${n}`) } },
    });
    const whole = Math.floor((MAX_VALUES - 7) / (5 + MAX_ALTERNATIVES));
    const rest = MAX_VALUES - 7 - whole * (5 + MAX_ALTERNATIVES) - 5;
    const sized = (last: number): unknown =>
      tinyProgramme({
        benefits: [...fill(whole, (index) => benefit(index, MAX_ALTERNATIVES)), benefit(whole, last)],
      });
    expect(parseProgramme(sized(rest))).toMatchObject({ ok: true });
    expect(parseProgramme(sized(rest + 1))).toMatchObject({
      error: { problems: [{ code: 'too_many_values' }] },
    });
  });

  test(`problems reported at once: ${MAX_PROBLEMS}`, () => {
    const refused = parseProgramme(tinyProgramme({ rules: fill(200, () => 0) }));
    expect(refused.ok ? 0 : refused.error.problems.length).toBe(MAX_PROBLEMS);
  });

  test('a text of nothing but brackets is refused, not overflowed', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(parseProgrammeText(deep)).toMatchObject({ ok: false });
  });
});
