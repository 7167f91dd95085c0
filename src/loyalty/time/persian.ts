// The Persian calendar is arithmetic (the break table of Borkowski), not Intl: browsers differ on far years.
import { toGregorian, toJalaali } from 'jalaali-js';
import { type CivilDate, civilFromDays, daysFromCivil } from './civil.ts';

export function persianFromDays(days: number): CivilDate {
  const date = civilFromDays(days);
  const { jy, jm, jd } = toJalaali(date.year, date.month, date.day);
  return { year: jy, month: jm, day: jd };
}

export function daysFromPersian(year: number, month: number, day: number): number {
  const { gy, gm, gd } = toGregorian(year, month, day);
  return daysFromCivil(gy, gm, gd);
}
