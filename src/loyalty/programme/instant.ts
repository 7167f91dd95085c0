import { instantFromText } from '#loyalty/time/instant.ts';
import { MAX_YEAR, MIN_YEAR } from './limits.ts';

/** Seconds written out, at most milliseconds, an offset of at most 14 hours. */
const STRICT = /^(\d{4})-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-](?:(?:0\d|1[0-3]):\d\d|14:00))$/;

/**
 * Milliseconds since 1970 of an ISO 8601 date-time with offset, or `undefined` when the text is not one or names a day
 * or time that does not exist. Stricter than what events may say: one form, years 1900 to 2999, no leap seconds.
 */
export function instantMs(text: string): number | undefined {
  const year = Number(STRICT.exec(text)?.[1]);
  return year >= MIN_YEAR && year <= MAX_YEAR ? instantFromText(text) : undefined;
}
