// The till holds itself to what it may sell, as the server will: a cashier hears it at the sale, also without a line.
import { type Result, err, ok } from '#base/result.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import { salesDayOf, salesLeftMinor, salesLimitsOf, type SalesOfDay } from '#protocol/sales-limits.ts';
import { RECEIPTS_READ } from '#storage/cashier-receipt-store.ts';
import type { CashierRepositories, CashierStores } from '#storage/cashier-stores.ts';
import type { CheckedSale } from './sale-check.ts';
import type { Till } from './till.ts';

/** Refusal: `limit_sales`, with the most that this till may still sell at once today. */
export async function withinSales(
  { store }: CashierStores,
  { certificate }: Till,
  { totalMinor }: Pick<CheckedSale, 'totalMinor'>,
  nowMs: number,
): Promise<Result<null, RefusalView>> {
  const day = await store.read((repositories) => dayOf(repositories, nowMs));
  const leftMinor = salesLeftMinor(day, salesLimitsOf(certificate));
  return totalMinor <= leftMinor
    ? ok(null)
    : err({ kind: 'limit_sales', details: { leftMinor: Math.max(0, leftMinor) } });
}

type Books = Pick<CashierRepositories, 'till' | 'receipts'>;

const DAY_MS = 86_400_000;

/** Inside the transaction that stores the receipt, and before it is stored. */
export async function countSale(books: Books, totalMinor: number, atMs: number): Promise<void> {
  const { number, receipts, salesMinor } = await dayOf(books, atMs);
  await books.till.put('sales', { number, receipts: receipts + 1, salesMinor: salesMinor + totalMinor });
}

async function dayOf(books: Books, nowMs: number): Promise<SalesOfDay> {
  const number = salesDayOf(Math.floor(nowMs / 1_000));
  const day = await books.till.get('sales');
  return day?.number === number ? day : recount(books, number);
}

/** By the receipts: of a new day there are none yet, of one that the clock has gone back to there may be all. */
async function recount({ receipts }: Books, number: number): Promise<SalesOfDay> {
  const fromMs = number * DAY_MS;
  const rows = await receipts.page({ limit: RECEIPTS_READ, fromMs, untilMs: fromMs + DAY_MS });
  const sales = rows.filter(({ kind }) => kind === 'earn' || kind === 'redeem');
  const salesMinor = sales.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
  return { number, receipts: sales.length, salesMinor };
}
