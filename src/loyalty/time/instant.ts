// Instants as integer milliseconds since 1970-01-01T00:00Z, and their text form ISO 8601 with offset.
import { DAY_MS, civilFromDays, daysFromCivil, isDate, localDayOf } from './civil.ts';
import { offsetAt, type Zone } from './zone.ts';

const DASH = 0x2d;
const COLON = 0x3a;
const DOT = 0x2e;
const LETTER_T = 0x54;

/**
 * `undefined` unless the text is a real date and time with an offset (`2021-01-01T00:00[:00[.123]]Z` or `+hh:mm`); finer than
 * a millisecond is cut off. Read character by character: every event has one or two of these.
 */
export function instantFromText(text: string): number | undefined {
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return undefined;
  if (text.charCodeAt(10) !== LETTER_T || text.charCodeAt(13) !== COLON) return undefined;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const day = digitsAt(text, 8, 2);
  const hour = digitsAt(text, 11, 2);
  const minute = digitsAt(text, 14, 2);
  const hasSeconds = text.charCodeAt(16) === COLON;
  const second = hasSeconds ? digitsAt(text, 17, 2) : 0;
  const fractionEnd = hasSeconds && text.charCodeAt(19) === DOT ? endOfFraction(text) : undefined;
  const offsetMs = offsetFromText(text, fractionEnd ?? (hasSeconds ? 19 : 16));
  if (year < 0 || !isDate(year, month, day) || offsetMs === undefined) return undefined;
  if (!(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59))
    return undefined;
  const fractionMs =
    fractionEnd === undefined ? 0 : Number(text.slice(20, fractionEnd).padEnd(3, '0').slice(0, 3));
  const timeMs = ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs;
  return daysFromCivil(year, month, day) * DAY_MS + timeMs - offsetMs;
}

/** Negative when it is not all digits. */
function digitsAt(text: string, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** One to nine digits after the point; 19, where no offset can be, when there are none or more. */
function endOfFraction(text: string): number {
  let end = 20;
  while (digitsAt(text, end, 1) >= 0) end++;
  return end > 20 && end <= 29 ? end : 19;
}

/** The instant on the zone's wall clock, e.g. `2021-01-01T00:00:00-08:00`. */
export function textFromInstant(zone: Zone, instantMs: number): string {
  const offsetMs = offsetAt(zone, instantMs);
  return localText(instantMs + offsetMs) + offsetText(offsetMs);
}

function localText(localMs: number): string {
  const day = localDayOf(localMs);
  const date = civilFromDays(day);
  const timeMs = localMs - day * DAY_MS;
  const seconds = Math.floor(timeMs / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
    digits(part, 2),
  );
  const fraction = timeMs % 1000 === 0 ? '' : `.${digits(timeMs % 1000, 3)}`;
  return `${digits(date.year, 4)}-${digits(date.month, 2)}-${digits(date.day, 2)}T${clock.join(':')}${fraction}`;
}

function offsetText(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  return `${offsetMs < 0 ? '-' : '+'}${digits(Math.floor(minutes / 60), 2)}:${digits(minutes % 60, 2)}`;
}

/** `undefined` unless the rest of the text is an offset. */
function offsetFromText(text: string, from: number): number | undefined {
  const sign = text[from];
  if (sign === 'Z') return text.length === from + 1 ? 0 : undefined;
  const hours = digitsAt(text, from + 1, 2);
  const minutes = digitsAt(text, from + 4, 2);
  if (text.length !== from + 6 || (sign !== '+' && sign !== '-') || text.charCodeAt(from + 3) !== COLON)
    return undefined;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
