import { bytesFromCode } from '#protocol/code.ts';
import { assert } from '#base/assert.ts';
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { SaleDraft } from '#bridge/cashier-api.ts';
import type { TillReceipt } from '#bridge/till-record.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import { makeRedemptionReceipt } from '#protocol/redemption-receipt.ts';
import type { SaleDeps } from './deps.ts';
import { type Redeemable, judgeVoucher } from './judge-voucher.ts';
import type { ReceiptPlan } from './receipt-writer.ts';
import { receiptView } from './record-view.ts';
import type { Till } from './till.ts';
import { unfitFor } from './till-fitness.ts';

/**
 * Marks the voucher of a reading as used in this sale, signs the redemption receipt and stores both strictly. The
 * same reading again returns the same receipt. Refusals: `reading_gone`, `not_enrolled`, those of `judgeVoucher`
 * (the sale may have changed since the voucher was read), `cert_expired`, `cert_perm`, those of the storage.
 */
export async function redeem(
  deps: SaleDeps,
  readingId: string,
  draft: SaleDraft,
): Promise<Result<TillReceipt, RefusalView>> {
  const reading = deps.readings.get(readingId);
  if (reading?.kind !== 'voucher') return err({ kind: 'reading_gone' });
  const till = await deps.findTill();
  if (!till.ok) return till;
  const answered = await deps.writer.answer<RefusalView>(hexFromBytes(reading.messageId), async () => {
    const redeemable = await judgeVoucher(deps, till.value, reading, draft);
    if (!redeemable.ok) return redeemable;
    const unfit = unfitFor(till.value, ['redeem', 'earn'], deps.clock.nowMs());
    if (unfit !== undefined) return err(unfit);
    return ok(planRedemption(till.value, redeemable.value, presentationBytes(reading.text)));
  });
  if (!answered.ok) return answered;
  return ok(receiptView(answered.value, till.value.merchant.currency, undefined));
}

function planRedemption(
  till: Till,
  { accepted, sale, before, after }: Redeemable,
  presentation: Bytes,
): ReceiptPlan {
  const { facts, totalMinor } = sale;
  const { discountMinor, usesLeft, voucher, messageId: presentationId } = accepted;
  return {
    signer: till.signer,
    make: ({ sequence, previous, atMs }) =>
      makeRedemptionReceipt(
        {
          issuedAtS: Math.floor(atMs / 1_000),
          sequence,
          presentationId,
          result: 'accepted',
          discountMinor,
          usesLeft,
          previous,
          facts,
          totalMinor,
        },
        till.signer,
      ),
    parts: (receipt) => [presentation, receipt],
    sellsMinor: totalMinor,
    shown: { kind: 'redeem', totalMinor, discountMinor, voucherTitle: voucher.title },
    replay: { before, after },
  };
}

/** The presentation as it was scanned; the journal carries it beside the receipt. */
function presentationBytes(text: string): Bytes {
  const bytes = bytesFromCode(text);
  assert(bytes.ok, 'a text that was verified is a code');
  return bytes.value;
}
