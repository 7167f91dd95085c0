// The till holds itself to what it may sell, as the server will: a cashier hears it at the sale, also without a line.
import { type Result, err, ok } from '#base/result.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import { salesDayOf, salesLeftMinor, salesLimitsOf, type SalesOfDay } from '#protocol/sales-limits.ts';
import type { TillStore } from '#storage/cashier-till-store.ts';
import type { CashierStores } from '#storage/cashier-stores.ts';
import type { CheckedSale } from './sale-check.ts';
import type { Till } from './till.ts';

/** Refusal: `limit_sales`, with the most that this till may still sell at once today. */
export async function withinSales(
  { store }: CashierStores,
  { certificate }: Till,
  { totalMinor }: Pick<CheckedSale, 'totalMinor'>,
  nowMs: number,
): Promise<Result<null, RefusalView>> {
  const day = await store.read(({ till }) => dayOf(till, nowMs));
  const leftMinor = salesLeftMinor(day, salesLimitsOf(certificate));
  return totalMinor <= leftMinor
    ? ok(null)
    : err({ kind: 'limit_sales', details: { leftMinor: Math.max(0, leftMinor) } });
}

/** Inside the transaction that stores the receipt. */
export async function countSale(till: TillStore, totalMinor: number, atMs: number): Promise<void> {
  const { number, receipts, salesMinor } = await dayOf(till, atMs);
  await till.put('sales', { number, receipts: receipts + 1, salesMinor: salesMinor + totalMinor });
}

async function dayOf(till: TillStore, nowMs: number): Promise<SalesOfDay> {
  const number = salesDayOf(Math.floor(nowMs / 1_000));
  const day = await till.get('sales');
  return day?.number === number ? day : { number, receipts: 0, salesMinor: 0 };
}
