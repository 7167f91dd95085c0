import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addSale, salesDayOf, salesLeftMinor, salesLimitsOf, salesMinorOf } from '#protocol/sales-limits.ts';
import * as world from './world.ts';

const limits = fc.record({
  perReceiptMinor: fc.nat(5_000),
  perDayMinor: fc.nat(20_000),
  receiptsPerDay: fc.nat(12),
});

describe('what a till may sell', () => {
  test('follows from its caps unless its certificate says otherwise', () => {
    const { caps } = world.terminalCertificate;
    expect(salesLimitsOf({ caps })).toEqual({
      perReceiptMinor: 5_000_000,
      perDayMinor: 25_000_000,
      receiptsPerDay: 2_500,
    });
    const sales = { perReceiptMinor: 1, perDayMinor: 2, receiptsPerDay: 3 };
    expect(salesLimitsOf({ caps, sales })).toBe(sales);
  });

  test('law: no row of receipts takes a day beyond its limits, and what is left fits exactly', () => {
    fc.assert(
      fc.property(limits, fc.array(fc.nat(6_000), { maxLength: 20 }), (most, amounts) => {
        let day = { number: 9, receipts: 0, salesMinor: 0 };
        for (const amountMinor of amounts) {
          const leftMinor = salesLeftMinor(day, most);
          const after = addSale(day, amountMinor, most);
          expect(after !== undefined).toBe(amountMinor <= leftMinor);
          expect(amountMinor > most.perReceiptMinor && after !== undefined).toBe(false);
          day = after ?? day;
        }
        expect(day.salesMinor).toBeLessThanOrEqual(most.perDayMinor);
        expect(day.receipts).toBeLessThanOrEqual(most.receiptsPerDay);
      }),
    );
  });

  test('counts list prices of all lines, by the day in UTC that the receipt says', () => {
    expect(salesMinorOf(undefined)).toBe(0);
    const lines = [
      { amountMinor: 300, category: 'a' },
      { amountMinor: 50, category: 'b' },
    ];
    expect(salesMinorOf({ lines })).toBe(350);
    const huge = { amountMinor: Number.MAX_SAFE_INTEGER, category: 'a' };
    expect(salesMinorOf({ lines: [huge, huge] })).toBe(Number.MAX_SAFE_INTEGER);
    expect([salesDayOf(86_399), salesDayOf(86_400)]).toEqual([0, 1]);
  });
});
