import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareWindows } from '#operator/windows.ts';

const of = (day: number, sales: number) => ({
  day,
  sales,
  members: 0,
  withVoucher: 0,
  amountMinor: 0,
  redemptions: 0,
});

test('equal windows on both sides of the day; what lies beyond them counts for neither', () => {
  const days = [of(1, 100), of(4, 2), of(5, 3), of(6, 7)];
  const found = compareWindows(days, 'sales', { firstDay: 1, lastDay: 6, pivotDay: 5 });
  expect(found).toMatchObject({ before: 2, after: 10, windowDays: 2 });
  expect(found.days.map((each) => each.side)).toEqual([
    'outside',
    'outside',
    'before',
    'before',
    'after',
    'after',
  ]);
});

test('law: both windows have the same number of days, and every day is shown once', () => {
  const pivots = fc.record({ length: fc.integer({ min: 2, max: 60 }), at: fc.nat() });
  fc.assert(
    fc.property(pivots, ({ length, at }) => {
      const span = { firstDay: 100, lastDay: 99 + length, pivotDay: 100 + (at % length) };
      const { days, windowDays } = compareWindows([], 'sales', span);
      const count = (side: string) => days.filter((each) => each.side === side).length;
      expect([days.length, count('before'), count('after')]).toEqual([length, windowDays, windowDays]);
    }),
  );
});
