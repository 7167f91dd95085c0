import { assert } from './assert.ts';

export interface Sharing {
  /** What is shared out, e.g. a discount; a whole number. */
  readonly sharedMinor: number;
  /** What it is shared out over, e.g. the list prices of a sale. */
  readonly totalMinor: number;
}

export interface Part {
  /** What had its share before. */
  readonly beforeMinor: number;
  readonly amountMinor: number;
}

/**
 * The share of a part, by cumulative floor: however the total is cut into parts, their shares add up to all that is
 * shared. Till screen, till and server ask here, so that a refund is the same money everywhere.
 */
export function shareMinor({ sharedMinor, totalMinor }: Sharing, { beforeMinor, amountMinor }: Part): number {
  const afterMinor = beforeMinor + amountMinor;
  assert(afterMinor <= totalMinor, 'parts are never more than the total');
  if (totalMinor === 0) return 0;
  // Prices in rials multiply beyond 2^53.
  const upTo = (partMinor: number): number =>
    Number((BigInt(sharedMinor) * BigInt(partMinor)) / BigInt(totalMinor));
  return upTo(afterMinor) - upTo(beforeMinor);
}
