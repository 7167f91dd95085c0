import { expect, test } from 'vitest';
import { LOCALES } from '#base/locale.ts';
import { createFormat } from '#i18n/format.ts';
import { daysIn, monthText, yearDayOrder, yearDayText } from '#i18n/year-day.ts';

const said = (tell: (format: ReturnType<typeof createFormat>) => unknown) =>
  Object.fromEntries(LOCALES.map((locale) => [locale, tell(createFormat(locale))]));

test('a day of the year is Gregorian in every language, in its own digits and order', () => {
  expect(said((format) => yearDayText(format, 5, 15))).toEqual({
    en: 'May 15',
    fa: '۱۵ مه',
    ar: '١٥ مايو',
    zh: '5月15日',
    vi: '15 tháng 5',
  });
  expect(said((format) => yearDayOrder(format).join())).toEqual({
    en: 'month,day',
    fa: 'day,month',
    ar: 'day,month',
    zh: 'month,day',
    vi: 'day,month',
  });
  expect(yearDayText(createFormat('ar', 'islamic-civil'), 5, 15)).toBe('١٥ مايو');
  expect(monthText(createFormat('fa'), 11)).toBe('نوامبر');
});

test('months have their days, February the one of a leap year too', () => {
  expect([1, 2, 4, 12].map(daysIn)).toEqual([31, 29, 30, 31]);
});
