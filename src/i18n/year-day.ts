// A day of the year without its year, on the Gregorian calendar in every language: as it stands on papers and in programmes.
import type { Format } from './format.ts';

type Tongue = Pick<Format, 'tag'>;

/** "May 15": the order and the digits are the language's. Month and day from 1. */
export function yearDayText(tongue: Tongue, month: number, day: number): string {
  return dates(tongue, { month: 'long', day: 'numeric' }).format(utcMs(month, day));
}

/** "May" */
export function monthText(tongue: Tongue, month: number): string {
  return dates(tongue, { month: 'long' }).format(utcMs(month, 1));
}

/** Which of the two is said first. */
export function yearDayOrder(tongue: Tongue): readonly ('month' | 'day')[] {
  const parts = dates(tongue, { month: 'long', day: 'numeric' }).formatToParts(utcMs(5, 15));
  return parts.flatMap(({ type }) => (type === 'month' || type === 'day' ? [type] : []));
}

export function daysIn(month: number): number {
  return new Date(Date.UTC(LEAP_YEAR, month, 0)).getUTCDate();
}

/** 29 February is somebody's birthday too. */
const LEAP_YEAR = 2024;

function utcMs(month: number, day: number): number {
  return Date.UTC(LEAP_YEAR, month - 1, day);
}

function dates({ tag }: Tongue, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const gregorian = new Intl.Locale(tag, { calendar: 'gregory' });
  return new Intl.DateTimeFormat(gregorian, { ...options, timeZone: 'UTC' });
}
