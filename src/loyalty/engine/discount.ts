// What one voucher takes off the running amounts (README.md, "Pricing").
import type { Voucher } from '#loyalty/programme/types.ts';
import { matchesLine, type ViewLine } from './event-view.ts';
import type { Reason } from './outcome.ts';
import { add, fraction, multiply, roundFraction, spread } from './rational.ts';

/** A basket between two vouchers: list lines and what is still due for each. */
export interface Basket {
  readonly lines: readonly ViewLine[];
  readonly dueMinor: readonly number[];
}

export type Discount =
  | { readonly reason: Reason }
  | { readonly reason?: undefined; readonly perLine: readonly number[]; readonly totalMinor: number };

/** The discount on the eligible lines, per line of the basket; or why there is none. */
export function discountOf(voucher: Voucher, basket: Basket): Discount {
  const eligible = basket.lines.map((line) => matchesLine(voucher.lines, line));
  const due = basket.dueMinor.map((amount, index) => (eligible[index]! ? amount : 0));
  const list = basket.lines.map((line, index) => (eligible[index]! ? line.listMinor : 0));
  const sumMinor = (voucher.minOn === 'list' ? list : due).reduce(add, 0);
  if (voucher.min !== undefined && sumMinor < voucher.min) return { reason: 'min' };
  if (voucher.stores !== undefined && storesIn(basket, eligible) < voucher.stores)
    return { reason: 'stores' };
  const times = timesOf(voucher, sumMinor);
  if (times === 0) return { reason: 'min' };
  if ('access' in voucher.off) return { perLine: basket.lines.map(() => 0), totalMinor: 0 };
  const perLine = capped(amounts(voucher, due, times), voucher.cap);
  const totalMinor = perLine.reduce(add, 0);
  // A voucher that would give nothing is not used up.
  return totalMinor === 0 ? { reason: eligible.includes(true) ? 'min' : 'where' } : { perLine, totalMinor };
}

function storesIn(basket: Basket, eligible: readonly boolean[]): number {
  const stores = basket.lines.filter((_, index) => eligible[index]).map((line) => line.fields['store']);
  return new Set(stores.filter((store) => store !== undefined)).size;
}

function timesOf(voucher: Voucher, sumMinor: number): number {
  if (voucher.every === undefined) return 1;
  return Math.min(Math.floor(sumMinor / voucher.every), voucher.maxTimes ?? Infinity);
}

function amounts(voucher: Voucher, due: readonly number[], times: number): readonly number[] {
  const { off } = voucher;
  if ('pct' in off) {
    return due.map((amount) =>
      roundFraction(multiply(fraction(amount, 10_000), [off.pct, 1]), voucher.round),
    );
  }
  if ('fix' in off) return spread(Math.min(off.fix * times, due.reduce(add, 0)), due);
  // A free item: the dearest eligible line, ties to the earlier one.
  const dearest = due.indexOf(Math.max(...due));
  return due.map((amount, index) => (index === dearest ? amount : 0));
}

function capped(perLine: readonly number[], cap: number | undefined): readonly number[] {
  const totalMinor = perLine.reduce(add, 0);
  return cap === undefined || totalMinor <= cap ? perLine : spread(cap, perLine);
}
