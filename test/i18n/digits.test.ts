import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountMinorFrom, asciiDigitsFrom } from '#i18n/digits.ts';
import { createFormat } from '#i18n/format.ts';
import { LOCALES } from '#base/locale.ts';

test('digits of every script that people type become the same number', () => {
  expect(asciiDigitsFrom('۰۱۲۳۴۵۶۷۸۹')).toBe('0123456789');
  expect(asciiDigitsFrom('٠١٢٣٤٥٦٧٨٩')).toBe('0123456789');
  expect(asciiDigitsFrom('０１２３４５６７８９')).toBe('0123456789');
  expect(asciiDigitsFrom('A1-۲b')).toBe('A1-2b');
});

test.each([
  ['12.5', 2, 1250],
  ['12,50', 2, 1250],
  ['۱۲٫۵', 2, 1250],
  ['1,200.00', 2, 120_000],
  ['1.200,00', 2, 120_000],
  ["1'200", 2, 120_000],
  ['1,200', 2, 120_000],
  ['1200', 0, 1200],
  ['1,200', 0, 1200],
  ['۱٬۲۰۰٬۰۰۰', 0, 1_200_000],
  ['12.', 2, 1200],
  ['7', 2, 700],
])('%s with exponent %i is %i minor units', (text, exponent, amountMinor) => {
  expect(amountMinorFrom(text, exponent)).toBe(amountMinor);
});

test.each(['', 'abc', '-5', '1e9', '9'.repeat(20), '.5.'])('%j is no amount', (text) => {
  expect(amountMinorFrom(text, 2)).toBeUndefined();
});

test('what a language prints, its people can type back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10 ** 12 }),
      fc.constantFrom(...LOCALES),
      fc.constantFrom(0, 2, 3),
      (amountMinor, locale, exponent) => {
        const money = { amountMinor, currency: { code: 'EUR', exponent } };
        const printed = createFormat(locale)
          .money(money)
          .replaceAll(/[^\p{Nd}.,٫٬’']/gu, '');
        // A whole number with grouping could be read as a fraction only if a group were shorter than three digits.
        expect(amountMinorFrom(printed, exponent)).toBe(amountMinor);
      },
    ),
  );
});
