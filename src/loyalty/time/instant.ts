// Instants as integer milliseconds since 1970-01-01T00:00Z, and their text form ISO 8601 with offset.
import { DAY_MS, civilFromDays, daysFromCivil, isDate, localDayOf } from './civil.ts';
import { offsetAt, type Zone } from './zone.ts';

const DASH = 0x2d;
const COLON = 0x3a;
const DOT = 0x2e;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;
const PLUS = 0x2b;

/**
 * `undefined` unless the text is a real date and time with an offset (`2021-01-01T00:00[:00[.123]]Z` or `+hh:mm`); finer than
 * a millisecond is cut off. Read character by character: every event has one or two of these.
 */
export function instantFromText(text: string): number | undefined {
  if (text.charCodeAt(16) !== COLON || text.charCodeAt(19) === DOT) return anyInstant(text);
  const offsetMs = offsetFromText(text, 19);
  const timeMs = clockMs(text, digitsOf(text, 17));
  const dayMs = dayFromText(text);
  return dayMs === undefined || timeMs < 0 || offsetMs === undefined ? undefined : dayMs + timeMs - offsetMs;
}

/** Without seconds, or with a part of one. */
function anyInstant(text: string): number | undefined {
  const hasSeconds = text.charCodeAt(16) === COLON;
  const second = hasSeconds ? digitsOf(text, 17) : 0;
  const fractionEnd = hasSeconds && text.charCodeAt(19) === DOT ? endOfFraction(text) : undefined;
  const offsetMs = offsetFromText(text, fractionEnd ?? (hasSeconds ? 19 : 16));
  const timeMs = clockMs(text, second);
  const dayMs = dayFromText(text);
  if (dayMs === undefined || timeMs < 0 || offsetMs === undefined) return undefined;
  const fractionMs =
    fractionEnd === undefined ? 0 : Number(text.slice(20, fractionEnd).padEnd(3, '0').slice(0, 3));
  return dayMs + timeMs + fractionMs - offsetMs;
}

/** What the last date read says: instants come in the order of time, many on one day. */
const lastDay = { date: -1, dayMs: 0 };

/** The start of the date on its own clock; `undefined` when there is no such day. */
function dayFromText(text: string): number | undefined {
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return undefined;
  const century = digitsOf(text, 0);
  const yearOfCentury = digitsOf(text, 2);
  const month = digitsOf(text, 5);
  const day = digitsOf(text, 8);
  if ((century | yearOfCentury | month | day) < 0) return undefined;
  const date = ((century * 100 + yearOfCentury) * 100 + month) * 100 + day;
  if (date === lastDay.date) return lastDay.dayMs;
  const year = century * 100 + yearOfCentury;
  if (!isDate(year, month, day)) return undefined;
  lastDay.date = date;
  lastDay.dayMs = daysFromCivil(year, month, day) * DAY_MS;
  return lastDay.dayMs;
}

/** Hours and minutes, with seconds read before; negative when it is no time of a day. */
function clockMs(text: string, second: number): number {
  if (text.charCodeAt(10) !== LETTER_T || text.charCodeAt(13) !== COLON) return -1;
  const hour = digitsOf(text, 11);
  const minute = digitsOf(text, 14);
  if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59) return -1;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

/** Two digits as a number; negative when they are none. */
function digitsOf(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  // Past the end of the text both are NaN, which no comparison finds between 0 and 9.
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** One to nine digits after the point; 19, where no offset can be, when there are none or more. */
function endOfFraction(text: string): number {
  let end = 20;
  while (text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x39) end++;
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
  const sign = text.charCodeAt(from);
  if (sign === LETTER_Z) return text.length === from + 1 ? 0 : undefined;
  if (text.length !== from + 6 || (sign !== PLUS && sign !== DASH)) return undefined;
  const hours = digitsOf(text, from + 1);
  const minutes = digitsOf(text, from + 4);
  if (text.charCodeAt(from + 3) !== COLON || (hours | minutes) < 0 || hours > 23 || minutes > 59)
    return undefined;
  return (sign === DASH ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
