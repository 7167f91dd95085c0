// Durations of the programme format (README.md, "Time"): added on the wall clock, clamped, snapped, anchored, extended.
import type { Dur } from '#loyalty/programme/types.ts';
import { DAY_MS, addMonths, civilFromDays, daysFromCivil, localDayOf } from './civil.ts';
import { nextPeriodStart } from './period.ts';
import { instantFromLocal, localFromInstant, type Zone } from './zone.ts';

/** The instant `dur` after `instantMs`: the end (exclusive) of a lot, voucher, grant or campaign that starts there. */
export function addDuration(zone: Zone, instantMs: number, dur: Dur): number {
  const moved = shift(zone, instantMs, dur, dur.n);
  const snapped = dur.snap === undefined ? moved : snap(zone, moved, dur);
  return dur.then === undefined ? snapped : addDuration(zone, snapped, dur.then);
}

/** The instant from which a window of the last `dur` before `instantMs` runs. */
export function subtractDuration(zone: Zone, instantMs: number, dur: Dur): number {
  return addDuration(zone, instantMs, { ...dur, n: -dur.n });
}

function shift(zone: Zone, instantMs: number, dur: Dur, n: number): number {
  if (dur.u === 's') return instantMs + n * 1000;
  if (n === 0) return instantMs;
  const localMs = localFromInstant(zone, instantMs);
  const day = localDayOf(localMs);
  return instantFromLocal(zone, shiftDay(day, dur.u, n) * DAY_MS + (localMs - day * DAY_MS));
}

function shiftDay(day: number, unit: 'd' | 'w' | 'mo' | 'y', n: number): number {
  if (unit === 'd') return day + n;
  if (unit === 'w') return day + 7 * n;
  const date = addMonths(civilFromDays(day), unit === 'y' ? 12 * n : n);
  return daysFromCivil(date.year, date.month, date.day);
}

/** To the start of the calendar unit after the one that contains the instant, also when it is a start itself. */
function snap(zone: Zone, instantMs: number, dur: Dur): number {
  const period = { unit: dur.snap!, anchor: dur.anchor };
  return instantFromLocal(zone, nextPeriodStart(period, localFromInstant(zone, instantMs)));
}
