import { assert } from '#base/assert.ts';
import { bytesFromHex } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { UndoWish } from '#bridge/cashier-undo.ts';
import { makeVoidReceipt } from '#protocol/pay-receipt.ts';
import type { TillReceiptRow } from '#storage/cashier-receipt-store.ts';
import type { CashierStores } from '#storage/cashier-stores.ts';
import type { ReceiptPlan } from './receipt-writer.ts';
import type { Till } from './till.ts';

/**
 * The receipt that takes a payment with points back. Its record carries the payment's parts once more, so that the server
 * can judge it alone. Refusal: `record_unknown` when the payment's record is older than what this till keeps.
 */
export async function planVoidPayment(
  { store }: CashierStores,
  { signer }: Till,
  row: TillReceiptRow,
  { reason, note }: Pick<UndoWish, 'reason' | 'note'>,
): Promise<Result<ReceiptPlan, { readonly kind: 'record_unknown' }>> {
  const [record] = await store.read(({ outbox }) => outbox.byIds([row.eventId]));
  const { totalMinor, points, memberName } = row;
  if (record === undefined || points === undefined) return err({ kind: 'record_unknown' });
  const voidedId = bytesFromHex(row.id);
  assert(voidedId !== undefined, 'a record is named by the hex of its message id');
  const words = { reason, ...(note === undefined ? {} : { note }) };
  return ok({
    signer,
    make: ({ sequence, previous, atMs }) =>
      makeVoidReceipt(
        { issuedAtS: Math.floor(atMs / 1_000), sequence, previous, voidedId, points, ...words },
        signer,
      ),
    parts: (receipt) => [...record.parts, receipt],
    shown: {
      kind: 'void_pay',
      totalMinor,
      points,
      undoes: row.id,
      ...words,
      ...(memberName === undefined ? {} : { memberName }),
    },
  });
}
