import type { ShiftView, TillReceipt, TillRecord } from '#bridge/cashier-api.ts';
import type { Money } from '#bridge/common-views.ts';
import { type Result, err, ok } from '#base/result.ts';
import { RECEIPTS_READ, type TillReceiptRow } from '#storage/cashier-receipt-store.ts';
import type { CashierStores } from '#storage/cashier-stores.ts';
import type { DayClock } from './day-limit.ts';
import { receiptView, recordView } from './record-view.ts';
import type { FindTill, TillRefusal } from './till.ts';

export interface LedgerDeps {
  readonly stores: CashierStores;
  readonly findTill: FindTill;
  readonly clock: DayClock;
}

/** Newest first; none before the till is paired. */
export async function recentRecords(deps: LedgerDeps, limit: number): Promise<readonly TillRecord[]> {
  const till = await deps.findTill();
  if (!till.ok) return [];
  const rows = await deps.stores.store.read(() =>
    deps.stores.receipts.latest(Math.min(limit, RECEIPTS_READ)),
  );
  return withDecisions(deps, rows, till.value.merchant.currency);
}

/** One record with its code, for a customer who could not scan it then. Refusals: `not_enrolled`, `record_unknown`. */
export async function receiptOf(
  { stores, findTill }: LedgerDeps,
  recordId: string,
): Promise<Result<TillReceipt, TillRefusal | { readonly kind: 'record_unknown' }>> {
  const till = await findTill();
  if (!till.ok) return till;
  const { store, receipts, decisions } = stores;
  return store.read(async () => {
    const row = await receipts.get(recordId);
    if (row === undefined) return err({ kind: 'record_unknown' });
    const decision = (await decisions.get([row.eventId])).get(row.eventId);
    return ok(receiptView(row, till.value.merchant.currency, decision));
  });
}

/** Today's totals, by the device's own time zone. Amounts are before discount; what the server refused still happened. */
export async function shiftView(deps: LedgerDeps): Promise<Result<ShiftView, TillRefusal>> {
  const till = await deps.findTill();
  if (!till.ok) return till;
  const { store, receipts } = deps.stores;
  const { currency } = till.value.merchant;
  const sinceMs = deps.clock.dayStartMs(deps.clock.nowMs());
  const rows = await store.read(() => receipts.since(sinceMs));
  const records = await withDecisions(deps, rows, currency);
  const money = (amountMinor: number): Money => ({ amountMinor, currency });
  return ok({
    sinceMs,
    sales: records.length,
    turnover: money(sumOf(rows, ({ totalMinor }) => totalMinor)),
    redemptions: rows.filter(({ kind }) => kind === 'redeem').length,
    discounts: money(sumOf(rows, ({ discountMinor }) => discountMinor ?? 0)),
    exceptions: records.filter(({ state }) => state === 'conflict' || state === 'rejected'),
    unsent: records.filter(({ state }) => state === 'unsent').length,
  });
}

async function withDecisions(
  { stores: { store, decisions } }: LedgerDeps,
  rows: readonly TillReceiptRow[],
  currency: Money['currency'],
): Promise<readonly TillRecord[]> {
  const known = await store.read(() => decisions.get(rows.map(({ eventId }) => eventId)));
  return rows.map((row) => recordView(row, currency, known.get(row.eventId)));
}

function sumOf(rows: readonly TillReceiptRow[], part: (row: TillReceiptRow) => number): number {
  return rows.reduce((sum, row) => sum + part(row), 0);
}
