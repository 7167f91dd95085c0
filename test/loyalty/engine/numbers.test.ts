import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { explainedQuantity } from '#loyalty/engine/explain.ts';
import { fraction, roundFraction, scaleFloor, spread } from '#loyalty/engine/rational.ts';
import { FoldRefusal } from '#loyalty/engine/refusal.ts';
import type { Earn } from '#loyalty/programme/types.ts';
import { programme, tell } from './tiny.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const safeInt = fc.integer({ min: 0, max: MAX });

describe('exact arithmetic', () => {
  test('scaling is what BigInt says, or it is refused', () => {
    const factor = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(safeInt, factor, fc.integer({ min: 1, max: 1_000_000 }), (value, n, d) => {
        const product = BigInt(value) * BigInt(n);
        const floor = product / BigInt(d) - (product % BigInt(d) < 0n ? 1n : 0n);
        if (floor >= -BigInt(MAX) && floor <= BigInt(MAX))
          expect(scaleFloor(value, n, d)).toBe(Number(floor));
        else expect(() => scaleFloor(value, n, d)).toThrow(FoldRefusal);
      }),
    );
  });

  test.each([
    ['floor', 5, 2, 2],
    ['ceil', 5, 2, 3],
    ['half_up', 5, 2, 3],
    ['half_even', 5, 2, 2],
    ['half_even', 7, 2, 4],
    ['half_up', 9, 4, 2],
    ['ceil', 4, 2, 2],
  ] as const)('%s of %i/%i is %i', (round, n, d, result) => {
    expect(roundFraction(fraction(n, d), round)).toBe(result);
  });

  test('a spread adds up and gives no line more than it has', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (lines, part) => {
        const whole = lines.reduce((sum, line) => sum + line, 0);
        const total = Math.floor(whole * part);
        const shares = spread(total, lines);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(whole === 0 ? 0 : total);
        shares.forEach((share, i) => expect(share).toBeLessThanOrEqual(lines[i]!));
      }),
    );
  });
});

function shop(earn: Omit<Earn, 'to'>) {
  return programme({
    units: [{ id: 'p', scale: 0 }],
    rules: [{ id: 'earn', on: { type: 'purchase' }, do: [{ earn: { to: 'p', ...earn } }] }],
  });
}

describe('beyond 2^53', () => {
  test('one purchase earns exactly what BigInt says, or the fold refuses by name', () => {
    const rate = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(safeInt, rate, rate, (amount, n, d) => {
        const exact = (BigInt(amount) * BigInt(n)) / BigInt(d);
        const fold = () => tell(shop({ per: [d, n] }), [{ id: 'a', amount }]).of('a').earned?.['p'] ?? 0;
        if (exact <= BigInt(MAX)) expect(fold()).toBe(Number(exact));
        else expect(fold).toThrow(expect.objectContaining({ kind: 'overflow' }));
      }),
    );
  });

  test.each([
    [
      'a sum of lines',
      [
        {
          id: 'a',
          lines: [
            { id: 'x', amount: MAX },
            { id: 'y', amount: 1 },
          ],
        },
      ],
    ],
    [
      'a balance',
      [
        { id: 'a', amount: MAX },
        { id: 'b', amount: 1 },
      ],
    ],
    ['an amount that is no integer', [{ id: 'a', amount: 1.5 }]],
    ['an amount that is no safe integer', [{ id: 'a', amount: 2 ** 53 }]],
  ])('%s is refused, never rounded', (_, events) => {
    expect(() => tell(shop({ per: [1, 1] }), events)).toThrow(expect.objectContaining({ kind: 'overflow' }));
  });
});

describe('explanations', () => {
  const lines = [
    { id: 'x', amount: 1990, cat: 'food' },
    { id: 'y', amount: 1050, cat: 'book' },
  ];
  test.each<[string, Omit<Earn, 'to'>, number]>([
    [
      'a rate by line, one rounding',
      { per: [100, 1], mult: [{ by: 'line.cat', of: { food: [3, 2] }, else: [1, 1] }] },
      40,
    ],
    [
      'the same per line',
      { per: [100, 1], perLine: true, mult: [{ by: 'line.cat', of: { food: [3, 2] }, else: [1, 1] }] },
      39,
    ],
    ['whole steps', { per: [100, 3], whole: true }, 90],
    ['a bound per base', { per: [100, 3], maxPer: [100, 2] }, 60],
    ['at least', { per: [1000, 1], least: 50 }, 50],
    ['a cap', { per: [100, 1], cap: [{ max: 12, win: 'all' }] }, 12],
    [
      'the largest of a group, times the rest',
      { per: [100, 1], mult: [{ x: [2, 1], g: 'b' }, [1, 2], { x: [3, 1], g: 'b' }] },
      45,
    ],
    ['lines of one kind', { per: [100, 1], lines: { cat: 'book' } }, 10],
    ['list prices', { per: [100, 1], of: 'list' }, 30],
  ])('%s', (_, earn, qty) => {
    const { of, replayed } = tell(shop(earn), [{ id: 'a', lines }]);
    expect(of('a').earned).toEqual({ p: qty });
    const [posting] = replayed.postings;
    expect(posting).toMatchObject({
      kind: 'earn',
      rule: 'earn',
      eventId: 'a',
      qty,
      at: '2020-01-01T00:00:00+00:00',
    });
    expect(explainedQuantity(posting!.factors!)).toBe(qty);
  });

  test('factors that contradict themselves explain nothing', () => {
    const [posting] = tell(shop({ per: [100, 1] }), [{ id: 'a', amount: 1990 }]).replayed.postings;
    const wrong = posting!.factors!.map((factor) =>
      factor.step === 'round' ? { ...factor, value: 21 } : factor,
    );
    expect(explainedQuantity(wrong)).toBeUndefined();
    expect(explainedQuantity(posting!.factors!.slice(0, -1))).toBeUndefined();
  });
});

test('a rate that holds for every event also holds for one without lines, beside a rate for lines', () => {
  const mult = [
    [2, 1],
    { by: 'line.cat', of: { food: [5, 1] }, else: [3, 1] },
    { lines: { cat: 'food' }, x: [7, 1] },
  ];
  const shop = (earn: Partial<Earn>) =>
    programme({
      units: [{ id: 'p', scale: 0 }],
      rules: [{ id: 'earn', on: { type: 'ride' }, do: [{ earn: { to: 'p', mult, ...earn } as Earn }] }],
    });
  const rides = [
    { id: 'a', at: '01-01', type: 'ride', km: 20 },
    { id: 'b', at: '01-02', type: 'ride', km: 20, lines: [{ id: 'l1', amount: 1, cat: 'food' }] },
  ];
  for (const earn of [{ flat: 10 }, { per: [2, 1] as const, of: 'km' }]) {
    const { of } = tell(shop(earn), rides);
    expect([of('a').earned, of('b').earned]).toEqual([{ p: 60 }, { p: 700 }]);
  }
});
