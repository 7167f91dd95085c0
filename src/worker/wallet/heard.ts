// How what the server tells is kept, so that it can be told again.
import type { SyncChange } from '#api/sync.ts';
import type { HeardRow } from '#storage/heard-store.ts';
import type { PaymentRow } from '#storage/payment-store.ts';
import type { ReceiptRow } from '#storage/receipt-store.ts';

type Told<K extends SyncChange['kind']> = Extract<SyncChange, { readonly kind: K }>;

/** `undefined`: nobody could verify it yet, so nobody vouches for it. */
export function heardReceipt(change: Told<'receipt'>, { id, content }: ReceiptRow): HeardRow | undefined {
  return content && { id, change, atMs: content.issuedAtS * 1_000 };
}

const VOID = '/void';

/** A payment and what took it back are two things to tell. */
export function heardPayment(change: Told<'payment'>, { id, receipt, voided }: PaymentRow): HeardRow {
  const answer = change.reversal === undefined ? receipt : voided;
  return {
    id: change.reversal === undefined ? id : `${id}${VOID}`,
    change,
    atMs: (answer?.issuedAtS ?? 0) * 1_000,
  };
}

/** Id of the payment, and whether it is told that it was taken back. */
export function paymentOf(heardId: string): readonly [paymentId: string, isVoid: boolean] {
  return heardId.endsWith(VOID) ? [heardId.slice(0, -VOID.length), true] : [heardId, false];
}
