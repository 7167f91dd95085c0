// Instants as integer milliseconds since 1970-01-01T00:00Z, and their text form ISO 8601 with offset.
import { DAY_MS, civilFromDays, daysFromCivil, daysInMonth, localDayOf } from './civil.ts';
import { offsetAt, type Zone } from './zone.ts';

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)$/;

/** `undefined` unless the text is a real date and time with an offset; finer than a millisecond is cut off. */
export function instantFromText(text: string): number | undefined {
  const found = ISO.exec(text);
  if (!found) return undefined;
  const [year, month, day, hour, minute] = found.slice(1, 6).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const second = Number(found[6] ?? 0);
  const offsetMs = offsetFromText(found[8]!);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || offsetMs === undefined) return undefined;
  const fractionMs = Number((found[7] ?? '').padEnd(3, '0').slice(0, 3));
  const timeMs = ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs;
  return daysFromCivil(year, month, day) * DAY_MS + timeMs - offsetMs;
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

function offsetFromText(text: string): number | undefined {
  if (text === 'Z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
