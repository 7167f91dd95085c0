import { describe, expect, test } from 'vitest';
import { parseProgramme, parseProgrammeText } from '#loyalty/programme/parse.ts';
import type { Problem, ShapeCode } from '#loyalty/programme/problem.ts';
import { tinyProgramme, withRule } from './tiny-programme.ts';

interface Refusal {
  readonly title: string;
  readonly input: unknown;
  readonly code: ShapeCode;
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

const unit = (fields: object): object => tinyProgramme({ units: [{ id: 'point', scale: 0, ...fields }] });
const earn = (fields: object): object =>
  withRule({ id: 'r', on: {}, do: [{ earn: { to: 'point', ...fields } }] });
const when = (condition: unknown): object => withRule({ id: 'r', on: {}, if: condition, do: [] });

const refusals: readonly Refusal[] = [
  {
    title: 'a definition that is not an object',
    input: null,
    code: 'wrong_type',
    path: '',
    found: 'null',
    expected: 'an object',
  },
  {
    title: 'a required key that is absent',
    input: { id: 'x', tz: 'UTC' },
    code: 'missing_key',
    path: '/currency',
    found: 'nothing',
    expected: 'the key "currency": Currency of all money, in minor units.',
  },
  {
    title: 'a misspelt key, with the word that was meant',
    input: earn({ pre: [100, 1] }),
    code: 'unknown_key',
    path: '/rules/0/do/0/earn/pre',
    found: 'the key "pre"',
    expected:
      'one of the keys to, flat, times, per, of, lines, whole, perLine, mult, least, maxPer, round, cap, after (did you mean "per"?)',
  },
  {
    title: 'a key that is like no other',
    input: { ...tinyProgramme(), colour: 'red' },
    code: 'unknown_key',
    path: '/colour',
    found: 'the key "colour"',
    expected:
      'one of the keys id, tz, currency, needs, scope, dedupe, units, metrics, segments, ladders, vouchers, rewards, rules, benefits, feed, measures, versions',
  },
  {
    title: 'a key that reaches for the prototype',
    input: JSON.parse('{"id":"x","tz":"UTC","currency":{"code":"EUR","exp":2},"__proto__":{"admin":true}}'),
    code: 'forbidden_key',
    path: '/__proto__',
    found: 'the key "__proto__"',
    expected:
      'one of the keys id, tz, currency, needs, scope, dedupe, units, metrics, segments, ladders, vouchers, rewards, rules, benefits, feed, measures, versions',
  },
  {
    title: 'the same as the key of a map',
    input: earn({ per: [1, 1], mult: [{ by: 'merchant', of: JSON.parse('{"__proto__":[1,1]}') }] }),
    code: 'forbidden_key',
    path: '/rules/0/do/0/earn/mult/0/of/__proto__',
    found: '"__proto__"',
    expected: 'a text without control characters',
  },
  {
    title: 'a slash in a key, escaped in the path',
    input: { ...tinyProgramme(), 'a/b~c': 1 },
    code: 'unknown_key',
    path: '/a~1b~0c',
    found: 'the key "a/b~c"',
    expected:
      'one of the keys id, tz, currency, needs, scope, dedupe, units, metrics, segments, ladders, vouchers, rewards, rules, benefits, feed, measures, versions',
  },
  {
    title: 'a rate as one number',
    input: earn({ per: 100 }),
    code: 'wrong_type',
    path: '/rules/0/do/0/earn/per',
    found: '100',
    expected: 'a rate [amount > 0, quantity]',
  },
  {
    title: 'a rate of one number',
    input: earn({ per: [100] }),
    code: 'too_few',
    path: '/rules/0/do/0/earn/per',
    found: 'a list of 1',
    expected: 'a rate [amount > 0, quantity]',
  },
  {
    title: 'a rate of three numbers',
    input: earn({ per: [100, 1, 1] }),
    code: 'too_many',
    path: '/rules/0/do/0/earn/per',
    found: 'a list of 3',
    expected: 'a rate [amount > 0, quantity]',
  },
  {
    title: 'a fraction with denominator 0',
    input: earn({ per: [1, 1], mult: [[1, 0]] }),
    code: 'out_of_range',
    path: '/rules/0/do/0/earn/mult/0/1',
    found: '0',
    expected: 'a safe integer of at least 1',
  },
  {
    title: 'a number with a fraction',
    input: earn({ flat: 1.5 }),
    code: 'not_integer',
    path: '/rules/0/do/0/earn/flat',
    found: '1.5',
    expected: 'a safe integer of at least 0',
  },
  {
    title: 'an integer beyond 2^53',
    input: earn({ flat: 2 ** 53 }),
    code: 'out_of_range',
    path: '/rules/0/do/0/earn/flat',
    found: '9007199254740992',
    expected: 'a safe integer of at least 0',
  },
  {
    title: 'a choice that is not one',
    input: earn({ flat: 1, round: 'flor' }),
    code: 'not_a_choice',
    path: '/rules/0/do/0/earn/round',
    found: '"flor"',
    expected: 'one of "floor", "ceil", "half_up", "half_even" (did you mean "floor"?)',
  },
  {
    title: 'an id with a capital',
    input: unit({ id: 'Point' }),
    code: 'malformed',
    path: '/units/0/id',
    found: '"Point"',
    expected: 'an id of the characters a-z 0-9 - _',
  },
  {
    title: 'an id that is too long',
    input: unit({ id: 'x'.repeat(65) }),
    code: 'too_long',
    path: '/units/0/id',
    found: '65 characters',
    expected: 'at most 64 characters',
  },
  {
    title: 'a zone that has no such form',
    input: tinyProgramme({ tz: 'GMT+2' }),
    code: 'malformed',
    path: '/tz',
    found: '"GMT+2"',
    expected: 'the name of a time zone, such as Asia/Tehran',
  },
  {
    title: 'a day that does not exist',
    input: when({ between: ['2021-02-29T00:00:00Z', '2021-03-01T00:00:00Z'] }),
    code: 'malformed',
    path: '/rules/0/if/between/0',
    found: '"2021-02-29T00:00:00Z"',
    expected: 'a date-time with offset that exists, such as 2019-03-01T12:00:00-08:00',
  },
  {
    title: 'a date-time without offset',
    input: when({ between: ['2021-02-01T00:00:00', '2021-03-01T00:00:00Z'] }),
    code: 'malformed',
    path: '/rules/0/if/between/0',
    found: '"2021-02-01T00:00:00"',
    expected: 'a date-time with offset that exists, such as 2019-03-01T12:00:00-08:00',
  },
  {
    title: 'a duration of more than a hundred years',
    input: unit({ expire: { n: 101, u: 'y' } }),
    code: 'out_of_range',
    path: '/units/0/expire/n',
    found: '101',
    expected: 'at most 100 y',
  },
  {
    title: 'a condition of no kind',
    input: when({ tear: ['club', 'gold'] }),
    code: 'no_variant',
    path: '/rules/0/if',
    found: 'an object with "tear"',
    expected:
      'exactly one of the keys all, any, not, ge, gt, eq, le, lt, has, tier, seg, ev, cal, between, since (did you mean "tier"?)',
  },
  {
    title: 'a condition of two kinds',
    input: when({ has: 'x', seg: 'y' }),
    code: 'ambiguous_variant',
    path: '/rules/0/if',
    found: 'both "has" and "seg"',
    expected:
      'exactly one of the keys all, any, not, ge, gt, eq, le, lt, has, tier, seg, ev, cal, between, since',
  },
  {
    title: 'an expression that is a text',
    input: when({ ge: ['1', 2] }),
    code: 'wrong_type',
    path: '/rules/0/if/ge/0',
    found: '"1"',
    expected: 'an integer or an object',
  },
  {
    title: 'a ladder without tiers',
    input: tinyProgramme({ ladders: [{ id: 'l', tiers: [], eval: 'live' }] }),
    code: 'too_few',
    path: '/ladders/0/tiers',
    found: 'a list of 0',
    expected: 'at least 1 in the list',
  },
  {
    title: 'a hole in a list',
    input: tinyProgramme({ rules: Array(1) }),
    code: 'wrong_type',
    path: '/rules/0',
    found: 'nothing',
    expected: 'an object',
  },
  {
    title: 'an object of a class',
    input: tinyProgramme({ currency: new Map() }),
    code: 'wrong_type',
    path: '/currency',
    found: 'an empty object',
    expected: 'an object',
  },
];

describe('the parser names path, found and expected for', () => {
  test.each(refusals)('$title', ({ input, code, path, found, expected }) => {
    expect(problemsOf(parseProgramme(input))).toEqual([{ path, found, expected, code, severity: 'error' }]);
  });

  test('text that is not JSON', () => {
    const [problem, ...rest] = problemsOf(parseProgrammeText('{"id":'));
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({ path: '', expected: 'JSON', code: 'not_json' });
  });
});

describe('the parser', () => {
  test('reports every problem of a definition, not only the first', () => {
    const problems = problemsOf(
      parseProgramme({ id: 'A', tz: 7, currency: { code: 'eur', exp: 9 }, rules: [1] }),
    );
    expect(problems.map(({ path }) => path)).toEqual([
      '/id',
      '/tz',
      '/currency/code',
      '/currency/exp',
      '/rules/0',
    ]);
  });

  test('rebuilds what it accepts and freezes it to the leaves', () => {
    const input = earn({ per: [100, 1], mult: [[3, 2]] });
    const result = parseProgramme(input);
    expect(result).toEqual({ ok: true, value: input });
    if (!result.ok) return;
    expect(result.value).not.toBe(input);
    expect(everythingIn(result.value).every((value) => Object.isFrozen(value))).toBe(true);
  });

  test('turns the -0 of JSON into 0', () => {
    const result = parseProgramme(JSON.parse('{"id":"x","tz":"UTC","currency":{"code":"EUR","exp":-0}}'));
    expect(result.ok && Object.is(result.value.currency.exp, 0)).toBe(true);
  });
});

function problemsOf(result: ReturnType<typeof parseProgramme>): readonly Problem[] {
  return result.ok ? [] : result.error.problems;
}

function everythingIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return [value, ...Object.values(value).flatMap(everythingIn)];
}
