import { assert } from '#base/assert.ts';
import type { Int } from '#loyalty/programme/types.ts';

export interface DiscountedSale {
  /** List prices, before the discount. */
  readonly totalMinor: Int;
  readonly discountMinor: Int;
}

export interface PartBack {
  /** What went back before, at list price. */
  readonly beforeMinor: Int;
  readonly amountMinor: Int;
}

/**
 * How much of a sale's discount goes with a part of its goods: by cumulative floor, so that any cut of the sale into
 * refunds adds up to the discount to the unit. Till (money to hand back) and server (loss to take back) ask here.
 */
export function discountShareMinor(sale: DiscountedSale, { beforeMinor, amountMinor }: PartBack): Int {
  const { totalMinor, discountMinor } = sale;
  const afterMinor = beforeMinor + amountMinor;
  assert(afterMinor <= totalMinor, 'never more than the sale');
  if (totalMinor === 0) return 0;
  // Prices in rials multiply beyond 2^53.
  const upTo = (partMinor: Int): Int =>
    Number((BigInt(discountMinor) * BigInt(partMinor)) / BigInt(totalMinor));
  return upTo(afterMinor) - upTo(beforeMinor);
}
