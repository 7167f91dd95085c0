import { hexFromBytes } from '#base/bytes.ts';
import type { VoidReceipt } from '#protocol/pay-messages.ts';
import type { VerifiedReceipt } from '#protocol/verdict.ts';
import type { ReceiptContent } from '#storage/receipt-store.ts';

/** What a verified void receipt says, as it is stored. */
export function undoContentFrom({
  receipt,
  receiptKey,
  merchant,
}: VerifiedReceipt<VoidReceipt>): ReceiptContent {
  const { voidedId, reason, note, lines } = receipt;
  return {
    receiptKey,
    issuedAtS: receipt.issuedAtS,
    merchantSlug: merchant.slug,
    merchantName: merchant.name,
    currency: merchant.currency,
    undo: {
      receiptId: hexFromBytes(voidedId),
      ...(reason === undefined ? {} : { reason }),
      ...(note === undefined ? {} : { note }),
      ...(lines === undefined ? {} : { lines }),
    },
  };
}
