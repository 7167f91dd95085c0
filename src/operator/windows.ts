// What changed at a day: the days before against those from it on, over windows of equal length.
import type { MerchantDay } from '#api/operator.ts';

export type Figure = 'sales' | 'members' | 'withVoucher' | 'amountMinor';

/** Days before a day and from it on. */
export const WINDOW_DAYS = [7, 14, 28, 56] as const;

export interface DayValue {
  readonly day: number;
  readonly value: number;
  readonly redemptions: number;
  readonly side: 'before' | 'after' | 'outside';
}

export interface Comparison {
  readonly days: readonly DayValue[];
  /** Sums over each window; days without a sale count as nothing. */
  readonly before: number;
  readonly after: number;
  /** Over all days that are shown. */
  readonly redemptions: number;
  /** Days in each window: the shorter side decides. */
  readonly windowDays: number;
}

export interface Span {
  readonly firstDay: number;
  readonly lastDay: number;
  /** The first day of `after`. */
  readonly pivotDay: number;
}

/** As many days before as from it on; what is still to come is left out. */
export function spanAround(pivotDay: number, windowDays: number, today: number): Span {
  const lastDay = Math.min(today, pivotDay + windowDays - 1);
  return { firstDay: Math.max(0, pivotDay - windowDays), lastDay, pivotDay };
}

export function compareWindows(
  days: readonly MerchantDay[],
  figure: Figure,
  { firstDay, lastDay, pivotDay }: Span,
): Comparison {
  const known = new Map(days.map((day) => [day.day, day]));
  const windowDays = Math.max(0, Math.min(pivotDay - firstDay, lastDay - pivotDay + 1));
  const all = Array.from({ length: lastDay - firstDay + 1 }, (_, index): DayValue => {
    const day = firstDay + index;
    const side =
      day >= pivotDay && day < pivotDay + windowDays
        ? 'after'
        : day < pivotDay && day >= pivotDay - windowDays
          ? 'before'
          : 'outside';
    const found = known.get(day);
    return { day, value: found?.[figure] ?? 0, redemptions: found?.redemptions ?? 0, side };
  });
  const sum = (side: DayValue['side']) =>
    all.filter((each) => each.side === side).reduce((total, each) => total + each.value, 0);
  const redemptions = all.reduce((total, each) => total + each.redemptions, 0);
  return { days: all, before: sum('before'), after: sum('after'), redemptions, windowDays };
}
