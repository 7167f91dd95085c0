import type { Locale } from '#base/locale.ts';

/** "M": over a column of days, where whole names would run into each other. Apart, because only the calendar asks for it. */
export function weekdayLetter(locale: Locale, atMs: number): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'narrow' }).format(atMs);
}
