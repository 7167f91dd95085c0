import { hexFromBytes } from '#base/bytes.ts';
import type { AnyVerifiedReceipt } from '#protocol/verify-receipt.ts';
import type {
  ReceiptContent,
  ReceiptPurchase,
  ReceiptRedemption,
  ReceiptRow,
} from '#storage/receipt-store.ts';

/** The voucher of a redemption receipt, as far as it is known here. */
export type UsedVoucher = Pick<ReceiptRedemption, 'voucherId' | 'programmeVoucher' | 'instanceKey'>;

/** What a verified receipt says, as it is stored. `used`: of a redemption receipt only. */
export function receiptContentFrom(
  verified: Exclude<AnyVerifiedReceipt, { readonly kind: 'redemption_refused' }>,
  used?: UsedVoucher,
): ReceiptContent {
  const { receipt, receiptKey, merchant } = verified;
  const { facts, totalMinor } = receipt;
  const purchase: ReceiptPurchase | undefined =
    // Other facts (refunds, visits) have no event in this version; the server says `facts_unsupported`.
    facts?.kind !== 'purchase'
      ? undefined
      : {
          lines: facts.lines,
          ...(facts.payWith === undefined ? {} : { payWith: facts.payWith }),
          totalMinor: totalMinor ?? facts.lines.reduce((sum, line) => sum + line.amountMinor, 0),
        };
  return {
    receiptKey,
    issuedAtS: receipt.issuedAtS,
    merchantSlug: merchant.slug,
    merchantName: merchant.name,
    currency: merchant.currency,
    ...(purchase === undefined ? {} : { purchase }),
    ...(verified.kind === 'earned' && verified.receipt.tillReference !== undefined
      ? { tillReference: verified.receipt.tillReference }
      : {}),
    ...(verified.kind === 'redeemed' && used !== undefined
      ? {
          redemption: {
            ...used,
            presentationId: hexFromBytes(verified.receipt.presentationId),
            discountMinor: verified.receipt.discountMinor,
            usesLeft: verified.receipt.usesLeft,
          },
        }
      : {}),
  };
}

/** Both ways a receipt can come (scanned here, told by the server) add to what is known; neither takes away. */
export function mergedReceipt(before: ReceiptRow | undefined, now: ReceiptRow): ReceiptRow {
  return before === undefined ? now : { ...before, ...now, addedAtMs: before.addedAtMs };
}
