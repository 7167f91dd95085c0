// Names that only the wallet's calendar needs: apart from the formats that every first screen loads.
import type { Format } from './format.ts';

/** "M": over a column of days, where whole names would run into each other. */
export function weekdayLetter({ tag }: Pick<Format, 'tag'>, atMs: number): string {
  return new Intl.DateTimeFormat(tag, { weekday: 'narrow' }).format(atMs);
}

/** "November 2026". Persian says the month first, like every other date; the browsers' data puts the year there. */
export function monthName({ locale, tag }: Pick<Format, 'locale' | 'tag'>, atMs: number): string {
  const format = new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric' });
  if (locale !== 'fa') return format.format(atMs);
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  return `${parts.get('month')} ${parts.get('year')}`;
}
