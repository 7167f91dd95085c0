// Calendar periods on the wall clock: the day, week, month or year that contains a local time.
import type { CalendarUnit } from '#loyalty/programme/types.ts';
import { DAY_MS, civilFromDays, daysFromCivil, daysInMonth, localDayOf, weekdayOfDays } from './civil.ts';
import { daysFromPersian, persianFromDays } from './persian.ts';

/** Which calendar period: the anchor moves the start of a year (`"03-01"`) or of a week (0 Sunday .. 6 Saturday, default Monday). */
export interface Period {
  readonly unit: CalendarUnit;
  readonly anchor?: string | number | undefined;
  readonly cal?: 'persian' | undefined;
}

const MONDAY = 1;

/** Local milliseconds at which the period that contains `localMs` starts. */
export function periodStart(period: Period, localMs: number): number {
  return startDay(period, localDayOf(localMs)) * DAY_MS;
}

/** Local milliseconds at which the period after the one that contains `localMs` starts. */
export function nextPeriodStart(period: Period, localMs: number): number {
  const start = startDay(period, localDayOf(localMs));
  // 40 days after a month's start and 400 after a year's start are always inside the next one.
  const inside = { day: 1, week: 7, month: 40, year: 400 }[period.unit];
  return startDay(period, start + inside) * DAY_MS;
}

function startDay(period: Period, day: number): number {
  switch (period.unit) {
    case 'day':
      return day;
    case 'week':
      return day - ((weekdayOfDays(day) - weekStart(period.anchor) + 7) % 7);
    case 'month':
      return day - dateOf(period, day).day + 1;
    case 'year':
      return yearStartDay(period, day);
  }
}

function dateOf(period: Period, day: number) {
  return period.cal === 'persian' ? persianFromDays(day) : civilFromDays(day);
}

function weekStart(anchor: string | number | undefined): number {
  return typeof anchor === 'number' ? anchor : MONDAY;
}

function yearStartDay(period: Period, day: number): number {
  const { year } = dateOf(period, day);
  const start = anchoredDay(period, year);
  return start <= day ? start : anchoredDay(period, year - 1);
}

function anchoredDay(period: Period, year: number): number {
  const [month, day] = typeof period.anchor === 'string' ? period.anchor.split('-').map(Number) : [1, 1];
  if (period.cal === 'persian') return daysFromPersian(year, month!, day!);
  return daysFromCivil(year, month!, Math.min(day!, daysInMonth(year, month!)));
}
