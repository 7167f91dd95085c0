import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareMinor } from '#base/share.ts';

test('the shares of any cut add up to all that is shared, also of prices in rials', () => {
  const parts = fc.array(fc.integer({ min: 0, max: 9_000_000_000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(parts, fc.nat(1_000_000), (amounts, sharedParts) => {
      const totalMinor = amounts.reduce((sum, amountMinor) => sum + amountMinor, 0);
      const sharedMinor = Math.floor((totalMinor / 1_000_000) * sharedParts);
      let beforeMinor = 0;
      let sum = 0;
      for (const amountMinor of amounts) {
        const share = shareMinor({ sharedMinor, totalMinor }, { beforeMinor, amountMinor });
        expect(share).toBeGreaterThanOrEqual(0);
        sum += share;
        beforeMinor += amountMinor;
      }
      expect(sum).toBe(totalMinor === 0 ? 0 : sharedMinor);
    }),
  );
});

test('a part beyond the total is a bug', () => {
  expect(() => shareMinor({ sharedMinor: 5, totalMinor: 10 }, { beforeMinor: 6, amountMinor: 5 })).toThrow();
});
