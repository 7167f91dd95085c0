// Recurring instants (`Tick`): which local days they name and when they next come.
import type { Tick } from '#loyalty/programme/types.ts';
import { DAY_MS, civilFromDays, daysInMonth, localDayOf, weekdayOfDays, type CivilDate } from './civil.ts';
import { persianFromDays } from './persian.ts';
import { instantFromLocal, localFromInstant, type Zone } from './zone.ts';

/** A date as text that anniversaries are counted from, e.g. `1990-05-15`, or `--05-15` without its year; `undefined` when the member has none. */
export type AnniversaryOf = (attribute: string) => string | undefined;

/** Whether all given parts of the tick hold on a local day (days since 1970-01-01); `at` plays no part. */
export function tickHoldsOnDay(tick: Tick, day: number, anniversaryOf: AnniversaryOf): boolean {
  if (!calendarHolds(tick, day)) return false;
  return tick.anniv === undefined || isAnniversary(anniversaryOf(tick.anniv), day, tick.cal === 'persian');
}

function calendarHolds(tick: Tick, day: number): boolean {
  if (tick.dow !== undefined && !tick.dow.includes(weekdayOfDays(day))) return false;
  if (tick.dom === undefined && tick.md === undefined) return true;
  const date = tick.cal === 'persian' ? persianFromDays(day) : civilFromDays(day);
  if (tick.dom !== undefined && !tick.dom.includes(date.day)) return false;
  return tick.md === undefined || tick.md.includes(monthDay(date));
}

/**
 * The first instant after `afterMs` (exclusive) on whose local day the tick may hold for somebody; `undefined` when none comes
 * for years (`LOOK_DAYS`). Anniversaries differ by member: the caller asks
 * `tickHoldsOnDay` for each.
 */
export function nextTickMs(tick: Tick, zone: Zone, afterMs: number): number | undefined {
  const timeMs = timeOfDayMs(tick.at);
  const firstDay = localDayOf(localFromInstant(zone, afterMs)) - 1;
  const lastDay = firstDay + lookDays(tick);
  for (let day = firstDay; day < lastDay; day++) {
    if (!calendarHolds(tick, day)) continue;
    const atMs = instantFromLocal(zone, day * DAY_MS + timeMs);
    if (atMs > afterMs) return atMs;
  }
  return undefined;
}

/** The last instant at or before `atOrBeforeMs` at which the tick held; looks back as far as `nextTickMs` looks ahead. */
export function lastTickMs(tick: Tick, zone: Zone, atOrBeforeMs: number): number | undefined {
  const timeMs = timeOfDayMs(tick.at);
  const lastDay = localDayOf(localFromInstant(zone, atOrBeforeMs)) + 1;
  const firstDay = lastDay - lookDays(tick);
  for (let day = lastDay; day > firstDay; day--) {
    if (!calendarHolds(tick, day)) continue;
    const atMs = instantFromLocal(zone, day * DAY_MS + timeMs);
    if (atMs <= atOrBeforeMs) return atMs;
  }
  return undefined;
}

/** The month of a date given as text, 1..12; `undefined` when it is not a date. */
export function monthOfDateText(text: string | undefined): number | undefined {
  const found = DATE.exec(text ?? '');
  return found ? Number(found[2]) : undefined;
}

/** 29 February is at most eight years away, and at most forty when it must be a certain day of the week. */
const LOOK_DAYS = 8 * 366 + 2;
const LOOK_DAYS_OF_WEEK = 40 * 366 + 2;
function lookDays({ dow }: Tick): number {
  return dow === undefined ? LOOK_DAYS : LOOK_DAYS_OF_WEEK;
}

const DATE = /^(\d{4}|-)-(\d\d)-(\d\d)/;

/** Somebody born on 29 February has the anniversary on the 28th in other years: the same clamp as adding years. */
function isAnniversary(text: string | undefined, day: number, persian: boolean): boolean {
  const found = DATE.exec(text ?? '');
  if (!found) return false;
  const born = { month: Number(found[2]), day: Number(found[3]) };
  if (persian) return isPersianAnniversary(born, day);
  const date = civilFromDays(day);
  return date.month === born.month && date.day === Math.min(born.day, daysInMonth(date.year, date.month));
}

/** 30 Esfand is kept on the 29th in years that do not have it. */
function isPersianAnniversary(born: { readonly month: number; readonly day: number }, day: number): boolean {
  const date = persianFromDays(day);
  if (date.month !== born.month) return false;
  return date.day === born.day || (date.day < born.day && persianFromDays(day + 1).day === 1);
}

function monthDay(date: CivilDate): string {
  return `${String(date.month).padStart(2, '0')}-${String(date.day).padStart(2, '0')}`;
}

function timeOfDayMs(at: string | undefined): number {
  if (at === undefined) return 0;
  const [hour, minute] = at.split(':').map(Number);
  return (hour! * 60 + minute!) * 60_000;
}
