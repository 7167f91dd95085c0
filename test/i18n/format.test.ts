import type { Locale } from '#base/locale.ts';
import { expect, test } from 'vitest';
import { monthName, weekdayLetter } from '#i18n/calendar-names.ts';
import { createFormat } from '#i18n/format.ts';
import { LOCALES } from '#base/locale.ts';
import { directionOf, isLocale, localeFromLanguages } from '#i18n/locale.ts';

/** 22 November 2026, 10:42 UTC. */
const AT_MS = Date.UTC(2026, 10, 22, 10, 42);

test('Persian and Arabic write their own digits, the others European ones', () => {
  expect(createFormat('fa').integer(1284)).toBe('۱٬۲۸۴');
  expect(createFormat('ar').integer(1284)).toBe('١٬٢٨٤');
  for (const locale of ['en', 'zh', 'vi'] as const) expect(createFormat(locale).integer(7)).toBe('7');
});

test('the number of decimals of money is the currency’s own exponent, not what Intl believes', () => {
  const { money } = createFormat('en');
  expect(money({ amountMinor: 120_000, currency: { code: 'IRR', exponent: 0 } })).toMatch(/120,000$/);
  expect(money({ amountMinor: 1250, currency: { code: 'EUR', exponent: 2 } })).toBe('€12.50');
  expect(money({ amountMinor: 1250, currency: { code: 'KWD', exponent: 3 } })).toMatch(/1\.250$/);
});

test('in Persian a currency that is a word follows its amount, as it is said', () => {
  const { money } = createFormat('fa');
  expect(money({ amountMinor: 120_000, currency: { code: 'IRR', exponent: 0 } })).toMatch(
    /^\u200e?۱۲۰٬۰۰۰[\u00a0 ]ریال$/u,
  );
  expect(money({ amountMinor: 1250, currency: { code: 'EUR', exponent: 2 } })).toContain('€');
});

test('quantities drop trailing zeros and keep their scale', () => {
  const { quantity, change } = createFormat('en');
  expect(quantity(1250, 2)).toBe('12.5');
  expect(quantity(120, 0)).toBe('120');
  expect(change(12, 0)).toBe('+12');
  expect(change(-12, 0)).toBe('-12');
});

test('Persian days are counted in the Persian calendar, Arabic ones in the Islamic calendar when asked for', () => {
  expect(createFormat('fa').day(AT_MS)).toContain('۱۴۰۵');
  expect(createFormat('ar').day(AT_MS)).toContain('٢٠٢٦');
  expect(createFormat('ar', 'islamic-civil').day(AT_MS)).toContain('١٤٤٨');
  expect(createFormat('en', 'islamic-civil').day(AT_MS)).toContain('2026');
});

test('a duration uses the largest unit of which there are two', () => {
  const { duration } = createFormat('en');
  expect(duration(45_400)).toBe('45 seconds');
  expect(duration(119_000)).toBe('119 seconds');
  expect(duration(25 * 3_600_000 + 22 * 60_000)).toBe('25 hours');
  expect(duration(50 * 3_600_000)).toBe('2 days');
  expect(createFormat('fa').duration(180_000)).toBe('۳ دقیقه');
});

test('relative times use the largest unit that is not zero', () => {
  const { relative } = createFormat('en');
  expect(relative(AT_MS + 3 * 86_400_000, AT_MS)).toBe('in 3 days');
  expect(relative(AT_MS - 5 * 60_000, AT_MS)).toBe('5 minutes ago');
  expect(relative(AT_MS, AT_MS)).toBe('this minute');
});

test('bytes are shown in the unit a person would use', () => {
  expect(createFormat('en').bytes(1_240_000)).toMatch(/^1\.2 MB$/);
  expect(createFormat('en').bytes(0)).toMatch(/^0 byte/);
});

test('the first language of the person that we speak wins, whatever its region', () => {
  expect(localeFromLanguages(['de-DE', 'fa-IR', 'en'])).toBe('fa');
  expect(localeFromLanguages(['zh-Hant-TW'])).toBe('zh');
  expect(localeFromLanguages(['sv'])).toBe('en');
  expect(localeFromLanguages([])).toBe('en');
  expect(isLocale('constructor')).toBe(false);
});

test('Persian and Arabic run from right to left, and no other', () => {
  expect(LOCALES.filter((locale) => directionOf(locale) === 'rtl')).toEqual(['fa', 'ar']);
});

test('a calendar is headed by the month of the reader’s own calendar', () => {
  const atMs = Date.UTC(2026, 10, 22, 12);
  const said = (locale: Locale) => {
    const format = createFormat(locale);
    return [monthName(format, atMs), format.dayOfMonth(atMs)];
  };
  expect(said('en')).toEqual(['November 2026', '22']);
  expect(said('fa')).toEqual(['آذر ۱۴۰۵', '۱']);
  expect(said('zh')[0]).toBe('2026年11月');
  expect(monthName(createFormat('ar', 'islamic-civil'), atMs)).toContain('١٤٤٨');
  expect(weekdayLetter(createFormat('fa'), atMs)).toBe('ی');
  expect(createFormat('en').fullDay(atMs)).toBe('Sunday, November 22');
  expect(createFormat('vi').weekday(atMs)).toBe('CN');
});
