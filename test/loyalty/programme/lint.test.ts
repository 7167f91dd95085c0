import { describe, expect, test } from 'vitest';
import { lintProgramme, loadProgramme } from '#loyalty/programme/lint.ts';
import { parseProgramme } from '#loyalty/programme/parse.ts';
import { problemLine } from '#loyalty/programme/problem.ts';
import { tinyProgramme } from './tiny-programme.ts';

const point = { id: 'point', scale: 0 };
const spend = { id: 'spend', on: { type: 'purchase' }, agg: 'sum', of: 'net' };
const club = (...thresholds: readonly number[]): object => ({
  id: 'club',
  eval: 'live',
  tiers: thresholds.map((threshold, index) => ({ id: `t${index}`, if: { ge: [{ m: 'spend' }, threshold] } })),
});
const earn = (fields: object): object => ({ id: 'earn', on: {}, do: [{ earn: { to: 'point', ...fields } }] });
const reach = (id: string, of: object, more: object): object => ({ id, reach: of, every: 100, ...more });
const flat = (to: string, quantity: number): object => ({ earn: { to, flat: quantity } });
const seg = (id: string, condition: object): object => ({ id, if: condition });

/** What is wrong with a tiny programme that has these lists: `severity code path: found X, expected Y`. */
function lint(lists: object): readonly string[] {
  const parsed = parseProgramme(tinyProgramme(lists));
  expect(parsed).toMatchObject({ ok: true });
  const problems = parsed.ok ? lintProgramme(parsed.value) : [];
  return problems.map((problem) => `${problem.severity} ${problem.code} ${problemLine(problem)}`);
}

const faults: readonly [title: string, lists: object, problem: string][] = [
  [
    'two units of one id',
    { units: [point, point] },
    'error duplicate_id /units/1/id: found "point", expected an id not used at /units/0',
  ],
  [
    'two tiers of one id',
    { ladders: [{ id: 'l', eval: 'grant', tiers: [{ id: 'a' }, { id: 'a' }] }] },
    'error duplicate_id /ladders/0/tiers/1/id: found "a", expected an id not used at /ladders/0/tiers/0',
  ],
  [
    'a unit with other decimals in a later version',
    { units: [point], versions: [{ from: '2020-01-01T00:00:00Z', units: [{ id: 'point', scale: 2 }] }] },
    'error inconsistent_versions /versions/0/units/0/scale: found 2, expected 0, as in the other versions',
  ],
  [
    'earning a unit that is not declared',
    { units: [{ id: 'points', scale: 0 }], rules: [earn({ flat: 1 })] },
    'error unresolved /rules/0/do/0/earn/to: found "point", expected a declared unit (points) (did you mean "points"?)',
  ],
  [
    'a metric that is not declared',
    { segments: [seg('s', { ge: [{ m: 'spend' }, 1] })] },
    'error unresolved /segments/0/if/ge/0/m: found "spend", expected a declared metric (none is declared)',
  ],
  [
    'a ladder that is not declared',
    { benefits: [{ id: 'b', if: { tier: ['club', 't0'] } }] },
    'error unresolved /benefits/0/if/tier/0: found "club", expected a declared ladder (none is declared)',
  ],
  [
    'a tier that its ladder does not have',
    { metrics: [spend], ladders: [club(0)], benefits: [{ id: 'b', if: { tier: ['club', 'gold'] } }] },
    'error unresolved /benefits/0/if/tier/1: found "gold", expected a declared tier of "club" (t0)',
  ],
  [
    'granting such a tier',
    {
      metrics: [spend],
      ladders: [club(0)],
      rules: [{ id: 'r', on: {}, do: [{ grant: { ladder: 'club', tier: 'x' } }] }],
    },
    'error unresolved /rules/0/do/0/grant/tier: found "x", expected a declared tier of "club" (t0)',
  ],
  [
    'rates by such a tier',
    {
      units: [point],
      metrics: [spend],
      ladders: [club(0)],
      rules: [earn({ per: [1, 1], mult: [{ by: 'tier:club', of: { x: [1, 1] } }] })],
    },
    'error unresolved /rules/0/do/0/earn/mult/0/of/x: found "x", expected a declared tier of "club" (t0)',
  ],
  [
    'issuing a voucher that is not declared',
    { rules: [{ id: 'r', on: {}, do: [{ issue: { voucher: 'v' } }] }] },
    'error unresolved /rules/0/do/0/issue/voucher: found "v", expected a declared voucher (none is declared)',
  ],
  [
    'a segment that is not declared',
    { benefits: [{ id: 'b', if: { seg: 's' } }] },
    'error unresolved /benefits/0/if/seg: found "s", expected a declared segment (none is declared)',
  ],
  [
    'a unit of another version only',
    {
      versions: [
        { from: '2020-01-01T00:00:00Z', units: [point] },
        { from: '2021-01-01T00:00:00Z', rules: [earn({ flat: 1 })] },
      ],
    },
    'error unresolved /versions/1/rules/0/do/0/earn/to: found "point", expected a declared unit (none is declared)',
  ],
  [
    'a version that relies on the lists it replaces',
    {
      units: [point],
      versions: [{ from: '2020-01-01T00:00:00Z', rules: [earn({ flat: 1 })] }],
    },
    'error unresolved /versions/0/rules/0/do/0/earn/to: found "point", expected a declared unit (none is declared)',
  ],
  [
    'a mark that nothing sets',
    { metrics: [{ ...spend, win: { since: 'start' } }] },
    'error mark_never_set /metrics/0/win/since: found "start", expected a declared mark that an effect sets (none is declared)',
  ],
  [
    'reading a programme that is not in needs',
    { benefits: [{ id: 'b', if: { tier: ['other/vip', 'gold'] } }] },
    'error foreign_not_needed /benefits/0/if/tier/0: found "other/vip", expected "other" to be listed in /needs',
  ],
  [
    'thresholds that fall',
    { metrics: [spend], ladders: [club(0, 500, 400)] },
    'error not_ascending /ladders/0/tiers/2/if: found threshold 400, expected more than 500, the threshold of the lower tier "t1"',
  ],
  [
    'thresholds that are the same',
    { metrics: [spend], ladders: [club(500, 500)] },
    'error not_ascending /ladders/0/tiers/1/if: found threshold 500, expected more than 500, the threshold of the lower tier "t0"',
  ],
  [
    'steps that fall',
    {
      metrics: [
        {
          id: 'm',
          value: {
            steps: [
              1,
              [
                [5, 1],
                [5, 2],
              ],
            ],
          },
        },
      ],
    },
    'error not_ascending /metrics/0/value/steps/1/1/0: found 5, expected more than 5',
  ],
  [
    'versions that go back',
    { versions: [{ from: '2021-01-01T00:00:00Z' }, { from: '2021-01-01T00:00:00+01:00' }] },
    'error not_ascending /versions/1/from: found 2021-01-01T00:00:00+01:00, expected later than 2021-01-01T00:00:00Z',
  ],
  [
    'an interval of no length',
    { benefits: [{ id: 'b', if: { between: ['2021-01-01T00:00:00Z', '2021-01-01T01:00:00+01:00'] } }] },
    'error unordered /benefits/0/if/between: found 2021-01-01T00:00:00Z to 2021-01-01T01:00:00+01:00, expected the end after the start',
  ],
  [
    'a range that nothing lies in',
    { benefits: [{ id: 'b', if: { ev: { qty: { gt: 4, lt: 5 } } } }] },
    'error contradiction /benefits/0/if/ev/qty: found {"gt":4,"lt":5}, expected a range that some integer lies in',
  ],
  [
    'a range without ends',
    { benefits: [{ id: 'b', if: { ev: { qty: {} } } }] },
    'error incomplete /benefits/0/if/ev/qty: found an empty object, expected at least one of ge, gt, le, lt',
  ],
  [
    'a share of more than the whole',
    { units: [{ ...point, pay: { worth: [1, 1], share: [3, 2] } }] },
    'error out_of_range /units/0/pay/share: found 3/2, expected a share of at most 1',
  ],
  [
    'hours over midnight',
    { benefits: [{ id: 'b', if: { cal: { hours: [22, 2] } } }] },
    'error unordered /benefits/0/if/cal/hours: found [22, 2], expected the end after the start, on one day',
  ],
  [
    'a month that starts on a weekday',
    { units: [{ ...point, expire: { n: 1, u: 'mo', snap: 'month', anchor: 6 } }] },
    'error anchor_mismatch /units/0/expire/anchor: found 6, expected a week to start on that day',
  ],
  [
    'a rate for a tier that no ladder has, in a key that a place must not be cut at',
    {
      units: [point],
      ladders: [{ id: 'l', eval: 'grant', tiers: [{ id: 'a' }] }],
      rules: [earn({ flat: 1, mult: [{ by: 'tier:l', of: { 'b/~': [1, 1] } }] })],
    },
    'error unresolved /rules/0/do/0/earn/mult/0/of/b~1~0: found "b/~", expected a declared tier of "l" (a)',
  ],
  [
    'a step that spends what it does not wait for',
    { units: [point], metrics: [spend], rules: [reach('note', { m: 'spend' }, { spend: 'point', do: [] })] },
    'error contradiction /rules/0/spend: found spending "point", whose balance is not waited for, expected reach to read the balance {"bal": "point"}',
  ],
  [
    'a step that spends a unit and waits for what was earned of it',
    {
      units: [point],
      metrics: [{ id: 'earned', earned: 'point' }],
      rules: [reach('note', { m: 'earned' }, { spend: 'point', do: [] })],
    },
    'error contradiction /rules/0/spend: found spending "point", whose balance is not waited for, expected reach to read the balance {"bal": "point"}',
  ],
  [
    'a year that starts on a day of another calendar',
    { units: [{ ...point, expire: { n: 1, u: 'y', snap: 'year', anchor: '02-30' } }] },
    'error contradiction /units/0/expire/anchor: found 02-30, expected a day of the Gregorian calendar',
  ],
  [
    'a Persian year that starts on a day of another calendar',
    { metrics: [{ ...spend, win: { this: 'year', anchor: '07-31', cal: 'persian' } }] },
    'error contradiction /metrics/0/win/anchor: found 07-31, expected a day of the Persian calendar',
  ],
  [
    'a week that starts on 1 March',
    { metrics: [{ ...spend, win: { this: 'week', anchor: '03-01' } }] },
    'error anchor_mismatch /metrics/0/win/anchor: found "03-01", expected a year to start on that day',
  ],
  [
    'the 31st of February',
    { rules: [{ id: 'r', tick: { md: ['02-31'] }, do: [] }] },
    'error contradiction /rules/0/tick/md/0: found 02-31, expected a day of the Gregorian calendar',
  ],
  [
    'the 31st of Mehr',
    { rules: [{ id: 'r', tick: { md: ['07-31'], cal: 'persian' }, do: [] }] },
    'error contradiction /rules/0/tick/md/0: found 07-31, expected a day of the Persian calendar',
  ],
  [
    'counting distinct nothing',
    { metrics: [{ id: 'm', on: {}, agg: 'distinct' }] },
    'error incomplete /metrics/0: found agg "distinct" without by, expected by: which values are told apart',
  ],
  [
    'a sum of nothing',
    { metrics: [{ id: 'm', on: {}, agg: 'sum' }] },
    'error incomplete /metrics/0: found agg "sum" without of, expected of: which number',
  ],
  [
    'earning no quantity',
    { units: [point], rules: [earn({})] },
    'error incomplete /rules/0/do/0/earn: found neither flat nor per, expected a fixed quantity or a rate',
  ],
  [
    'earning two quantities',
    { units: [point], rules: [earn({ flat: 1, per: [1, 1] })] },
    'error contradiction /rules/0/do/0/earn: found both flat and per, expected a fixed quantity or a rate',
  ],
  [
    'times of a rate',
    { units: [point], rules: [earn({ per: [1, 1], times: 'qty' })] },
    'error incomplete /rules/0/do/0/earn/times: found times without flat, expected the fixed quantity that is multiplied',
  ],
  [
    'reaching no step',
    { metrics: [spend], rules: [{ id: 'r', reach: { m: 'spend' }, do: [] }] },
    'error incomplete /rules/0: found reach without at or every, expected the step to reach',
  ],
  [
    'reaching two kinds of steps',
    { metrics: [spend], rules: [{ id: 'r', reach: { m: 'spend' }, at: 1, every: 1, do: [] }] },
    'error contradiction /rules/0: found both at and every, expected one step, or a step at every multiple',
  ],
  [
    'a metric computed from itself',
    {
      metrics: [
        { id: 'a', value: { m: 'b' } },
        { id: 'b', value: { add: [1, { m: 'a' }] } },
      ],
    },
    'error definition_cycle /: found metric a -> metric b -> metric a, expected definitions that do not need themselves',
  ],
  [
    'a segment and a live tier that need each other',
    {
      segments: [seg('s', { tier: ['l', 'a'] })],
      ladders: [{ id: 'l', eval: 'live', tiers: [{ id: 'a', if: { seg: 's' } }] }],
    },
    'error definition_cycle /: found segment s -> ladder l -> segment s, expected definitions that do not need themselves',
  ],
  [
    'a tier with a lower rate than the one below',
    {
      units: [point],
      metrics: [spend],
      ladders: [club(0, 9)],
      rules: [earn({ per: [100, 1], mult: [{ by: 'tier:club', of: { t0: [3, 2], t1: [4, 3] } }] })],
    },
    'warning not_monotone /rules/0/do/0/earn/mult/0/of/t1: found 4/3 for "t1", expected at least 3/2, the rate below it',
  ],
  [
    'a benefit that a tier takes away',
    { metrics: [spend], ladders: [club(0)], benefits: [{ id: 'b', if: { not: { tier: ['club', 't0'] } } }] },
    'warning not_monotone /benefits/0/if: found a benefit lost with the tier "t0", expected more benefits with a higher tier',
  ],
  [
    'points worth more than the purchase, at their best',
    {
      units: [{ ...point, pay: { worth: { if: [{ has: 'vip' }, [1, 40], [1, 10]] } } }],
      rules: [earn({ per: [100, 1], mult: [{ if: { has: 'x' }, x: [3, 1] }] })],
    },
    'warning refund_profit /rules/0/do/0/earn: found points worth up to 120/100 of the purchase, expected less than the purchase',
  ],
];

describe('the linter finds', () => {
  test.each(faults)('%s', (_, lists, problem) => expect(lint(lists)).toEqual([problem]));
});

const sound: readonly [title: string, lists: object][] = [
  [
    'a mark set in one version and read in a later one',
    {
      versions: [
        { from: '2020-01-01T00:00:00Z', rules: [{ id: 'r', on: {}, do: [{ mark: 'start' }] }] },
        { from: '2021-01-01T00:00:00Z', metrics: [{ ...spend, win: { since: 'start' } }] },
      ],
    },
  ],
  [
    'a sampled metric that reads its own last value',
    {
      metrics: [{ id: 'm', every: { dom: [1] }, value: { add: [1, { m: 'm' }] } }],
    },
  ],
  [
    'thresholds on different metrics',
    {
      metrics: [spend, { ...spend, id: 'visits', agg: 'count' }],
      ladders: [
        {
          id: 'l',
          eval: 'live',
          tiers: [
            { id: 'a', if: { ge: [{ m: 'spend' }, 500] } },
            { id: 'b', if: { ge: [{ m: 'visits' }, 3] } },
          ],
        },
      ],
    },
  ],
  ['the same id in two lists', { units: [point], benefits: [{ id: 'point' }] }],
  [
    'the leap day and the last day of a Persian leap year',
    {
      rules: [
        { id: 'a', tick: { md: ['02-29'] }, do: [] },
        { id: 'b', tick: { md: ['12-30'], cal: 'persian' }, do: [] },
      ],
    },
  ],
];

describe('the linter is content with', () => {
  test.each(sound)('%s', (_, lists) => expect(lint(lists)).toEqual([]));
});

const bal = { bal: 'point' };
const other = { id: 'other', scale: 0 };
const rings: readonly [title: string, lists: object, ring: string | undefined][] = [
  [
    'raises the balance it waits for',
    {
      units: [point],
      rules: [reach('a', bal, { do: [flat('point', 1)] })],
    },
    'a -> a',
  ],
  [
    'does so through a metric of what was earned',
    {
      units: [point],
      metrics: [{ id: 'm', earned: 'point' }],
      rules: [reach('a', { m: 'm' }, { do: [flat('point', 1)] })],
    },
    'a -> a',
  ],
  [
    'does so through a metric computed from that metric',
    {
      units: [point],
      metrics: [
        { id: 'm', earned: 'point' },
        { id: 'n', value: { mul: [{ m: 'm' }, [1, 2]] } },
      ],
      rules: [reach('a', { m: 'n' }, { do: [flat('point', 1)] })],
    },
    'a -> a',
  ],
  [
    'feeds another that feeds it',
    {
      units: [point, other],
      rules: [
        reach('a', bal, { do: [flat('other', 1)] }),
        reach('b', { bal: 'other' }, { do: [flat('point', 1)] }),
      ],
    },
    'a -> b -> a',
  ],
  [
    'sets the mark that starts it anew',
    {
      metrics: [spend],
      rules: [reach('a', { m: 'spend' }, { reset: { mark: 'k' }, do: [{ mark: 'k' }] })],
    },
    'a -> a',
  ],
  [
    'spends as much as it earns',
    {
      units: [point],
      rules: [reach('a', bal, { spend: 'point', do: [flat('point', 100)] })],
    },
    'a -> a',
  ],
  [
    'earns an unknown quantity of what it spends',
    {
      units: [point],
      rules: [reach('a', bal, { spend: 'point', do: [{ earn: { to: 'point', per: [1, 1] } }] })],
    },
    'a -> a',
  ],
  [
    'spends more than it earns',
    {
      units: [point],
      rules: [reach('a', bal, { spend: 'point', do: [flat('point', 99)] })],
    },
    undefined,
  ],
  [
    'raises what no reach rule waits for',
    {
      units: [point, other],
      rules: [reach('a', bal, { do: [flat('other', 1)] })],
    },
    undefined,
  ],
  [
    'feeds a line that ends',
    {
      units: [point, other, { id: 'third', scale: 0 }],
      rules: [
        reach('a', bal, { do: [flat('other', 1)] }),
        reach('b', { bal: 'other' }, { do: [flat('third', 1)] }),
      ],
    },
    undefined,
  ],
  [
    'waits for a metric sampled at ticks',
    {
      units: [point],
      metrics: [
        { id: 'm', earned: 'point' },
        { id: 'n', value: { m: 'm' }, every: { dom: [1] } },
      ],
      rules: [reach('a', { m: 'n' }, { do: [flat('point', 1)] })],
    },
    undefined,
  ],
];

describe('a reach rule that', () => {
  test.each(rings)('%s: ring %s', (_, lists, ring) => {
    const problem = `error reach_cycle /rules/0/reach: found a ring of rules ${ring}, each raising what the next waits for, expected reach rules that come to rest`;
    expect(lint(lists)).toEqual(ring === undefined ? [] : [problem]);
  });
});

describe('loading', () => {
  test('refuses what the linter calls an error', () => {
    expect(loadProgramme(tinyProgramme({ units: [point, point] }))).toMatchObject({
      ok: false,
      error: { kind: 'programme_invalid', problems: [{ code: 'duplicate_id' }] },
    });
  });

  test('does not refuse for a warning', () => {
    const lists = { units: [{ ...point, pay: { worth: [1, 1] } }], rules: [earn({ per: [1, 1] })] };
    expect(lint(lists)).toHaveLength(1);
    expect(loadProgramme(tinyProgramme(lists))).toMatchObject({ ok: true });
  });
});
