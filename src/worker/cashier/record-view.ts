import { type TillReceipt, type TillRecord, type TillUndo, UNDO_REASONS } from '#bridge/till-record.ts';
import type { Currency } from '#bridge/common-views.ts';
import { codeFromBytes } from '#protocol/code.ts';
import type { TillReceiptRow } from '#storage/cashier-receipt-store.ts';
import type { DecisionRow } from '#storage/decision-store.ts';

/** A receipt as the screens show it; `decision` is the server's word, absent while it has not spoken. */
export function recordView(
  row: TillReceiptRow,
  currency: Currency,
  decision: DecisionRow | undefined,
  takenBack?: TillRecord['takenBack'],
): TillRecord {
  const { id, sequence, kind, atMs, totalMinor, discountMinor, points, memberName, voucherTitle } = row;
  const undo = undoView(row);
  return {
    id,
    sequence,
    kind: kind === 'void_pay' ? 'undo' : kind,
    atMs,
    total: { amountMinor: totalMinor, currency },
    ...(discountMinor === undefined ? {} : { discount: { amountMinor: discountMinor, currency } }),
    ...(points === undefined ? {} : { points }),
    ...(memberName === undefined ? {} : { memberName }),
    ...(voucherTitle === undefined ? {} : { voucherTitle }),
    ...(takenBack === undefined ? {} : { takenBack }),
    ...(undo === undefined ? {} : { undo }),
    state: decision?.status ?? 'unsent',
    ...(decision?.code === undefined || decision.status === 'accepted'
      ? {}
      : { reason: { kind: decision.code } }),
  };
}

function undoView({ undoes, undoneLines, reason, note }: TillReceiptRow): TillUndo | undefined {
  if (undoes === undefined) return undefined;
  const known = UNDO_REASONS.find((each) => each === reason);
  return {
    recordId: undoes,
    whole: undoneLines === undefined,
    ...(known === undefined ? {} : { reason: known }),
    ...(note === undefined ? {} : { note }),
  };
}

/** With its code: the very bytes that were signed once. */
export function receiptView(
  row: TillReceiptRow,
  currency: Currency,
  decision: DecisionRow | undefined,
  takenBack?: TillRecord['takenBack'],
): TillReceipt {
  return {
    record: recordView(row, currency, decision, takenBack),
    code: { text: codeFromBytes(row.bytes), madeAtMs: row.atMs },
  };
}
