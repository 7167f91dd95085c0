// What changed at a day: the average of the days before against that of the days from it on, over windows of equal length.
import type { MerchantDay } from '#api/operator.ts';

export type Figure = 'sales' | 'members' | 'withVoucher' | 'amountMinor';

export interface DayValue {
  readonly day: number;
  readonly value: number;
  readonly side: 'before' | 'after' | 'outside';
}

export interface Comparison {
  readonly days: readonly DayValue[];
  /** Sums over each window; days without a sale count as nothing. */
  readonly before: number;
  readonly after: number;
  /** Days in each window: the shorter side decides. */
  readonly windowDays: number;
}

export interface Span {
  readonly firstDay: number;
  readonly lastDay: number;
  /** The first day of `after`. */
  readonly pivotDay: number;
}

export function compareWindows(
  days: readonly MerchantDay[],
  figure: Figure,
  { firstDay, lastDay, pivotDay }: Span,
): Comparison {
  const values = new Map(days.map((day) => [day.day, day[figure]]));
  const windowDays = Math.max(0, Math.min(pivotDay - firstDay, lastDay - pivotDay + 1));
  const all = Array.from({ length: lastDay - firstDay + 1 }, (_, index): DayValue => {
    const day = firstDay + index;
    const side =
      day >= pivotDay && day < pivotDay + windowDays
        ? 'after'
        : day < pivotDay && day >= pivotDay - windowDays
          ? 'before'
          : 'outside';
    return { day, value: values.get(day) ?? 0, side };
  });
  const sum = (side: DayValue['side']) =>
    all.filter((each) => each.side === side).reduce((total, each) => total + each.value, 0);
  return { days: all, before: sum('before'), after: sum('after'), windowDays };
}
