import { DAY_MS, daysFromCivil, daysInMonth } from '#loyalty/time/civil.ts';
import { MAX_YEAR, MIN_YEAR } from './limits.ts';

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const MAX_OFFSET_MINUTES = 14 * 60;

/**
 * Milliseconds since 1970 of an ISO 8601 date-time with offset, or `undefined` when the text is not one or names a day
 * or time that does not exist. Proleptic Gregorian, years 1900 to 2999, no leap seconds.
 */
export function instantMs(text: string): number | undefined {
  const match = INSTANT.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (year < MIN_YEAR || year > MAX_YEAR || !isDate(year, month, day)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const offsetMinutes = offsetFrom(match[8], match[9], match[10]);
  if (offsetMinutes === undefined) return undefined;
  const fractionMs = Number((match[7] ?? '').padEnd(3, '0'));
  const wallMs = ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs;
  return daysFromCivil(year, month, day) * DAY_MS + wallMs - offsetMinutes * 60_000;
}

function offsetFrom(sign?: string, hours?: string, minutes?: string): number | undefined {
  if (sign === undefined) return 0;
  const size = Number(hours) * 60 + Number(minutes);
  if (Number(minutes) > 59 || size > MAX_OFFSET_MINUTES) return undefined;
  return sign === '-' ? -size : size;
}

/** Whether the day exists in the Gregorian calendar. */
export function isDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}
