// Names that only the wallet's calendar needs: apart from the formats that every first screen loads.
import type { Locale } from '#base/locale.ts';
import { type CalendarChoice, tagOf } from './format.ts';

/** "M": over a column of days, where whole names would run into each other. */
export function weekdayLetter(locale: Locale, atMs: number): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'narrow' }).format(atMs);
}

/** "November 2026". Persian says the month first, like every other date; the browsers' data puts the year there. */
export function monthName(locale: Locale, atMs: number, calendar: CalendarChoice = 'usual'): string {
  const format = new Intl.DateTimeFormat(tagOf(locale, calendar), { month: 'long', year: 'numeric' });
  if (locale !== 'fa') return format.format(atMs);
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  return `${parts.get('month')} ${parts.get('year')}`;
}
