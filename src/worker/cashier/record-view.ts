import type { TillReceipt, TillRecord } from '#bridge/cashier-api.ts';
import type { Currency } from '#bridge/common-views.ts';
import { codeFromBytes } from '#protocol/code.ts';
import type { TillReceiptRow } from '#storage/cashier-receipt-store.ts';
import type { DecisionRow } from '#storage/decision-store.ts';

/** A receipt as the screens show it; `decision` is the server's word, absent while it has not spoken. */
export function recordView(
  row: TillReceiptRow,
  currency: Currency,
  decision: DecisionRow | undefined,
): TillRecord {
  const { id, sequence, kind, atMs, totalMinor, discountMinor, memberName, voucherTitle } = row;
  return {
    id,
    sequence,
    kind,
    atMs,
    total: { amountMinor: totalMinor, currency },
    ...(discountMinor === undefined ? {} : { discount: { amountMinor: discountMinor, currency } }),
    ...(memberName === undefined ? {} : { memberName }),
    ...(voucherTitle === undefined ? {} : { voucherTitle }),
    state: decision?.status ?? 'unsent',
    ...(decision?.code === undefined ? {} : { reason: { kind: decision.code } }),
  };
}

/** With its code: the very bytes that were signed once. */
export function receiptView(
  row: TillReceiptRow,
  currency: Currency,
  decision: DecisionRow | undefined,
): TillReceipt {
  return {
    record: recordView(row, currency, decision),
    code: { text: codeFromBytes(row.bytes), madeAtMs: row.atMs },
  };
}
