import { hexFromBytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { SaleDraft } from '#bridge/cashier-api.ts';
import type { TillReceipt } from '#bridge/till-record.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import type { AcceptedPass } from '#protocol/verdict.ts';
import { memberNameOf } from '#worker/shared/member-name.ts';
import type { SaleDeps } from './deps.ts';
import { type ReceiptPlan, tillReference } from './receipt-writer.ts';
import { receiptView } from './record-view.ts';
import { type CheckedSale, checkSale } from './sale-check.ts';
import { withinSales } from './sales-day.ts';
import type { Till } from './till.ts';
import { unfitFor } from './till-fitness.ts';

/**
 * Signs an earn receipt for the member of a reading and stores it strictly. The same reading again returns the same
 * receipt, whatever the sale says by then. Refusals: `reading_gone`, `not_enrolled`, those of `checkSale`, `limit_sales`,
 * `cert_expired`, `cert_perm`, those of the storage.
 */
export async function recordSale(
  deps: SaleDeps,
  readingId: string,
  draft: SaleDraft,
): Promise<Result<TillReceipt, RefusalView>> {
  const reading = deps.readings.get(readingId);
  if (reading?.kind !== 'member') return err({ kind: 'reading_gone' });
  const till = await deps.findTill();
  if (!till.ok) return till;
  const answered = await deps.writer.answer<RefusalView>(hexFromBytes(reading.messageId), async () => {
    const sale = checkSale(draft, till.value.merchant);
    if (!sale.ok) return sale;
    const nowMs = deps.clock.nowMs();
    const within = await withinSales(deps.stores, till.value, sale.value, nowMs);
    if (!within.ok) return within;
    const unfit = unfitFor(till.value, ['earn'], nowMs);
    return unfit === undefined ? ok(planEarning(till.value, reading.accepted, sale.value)) : err(unfit);
  });
  if (!answered.ok) return answered;
  return ok(receiptView(answered.value, till.value.merchant.currency, undefined));
}

function planEarning(till: Till, { device }: AcceptedPass, sale: CheckedSale): ReceiptPlan {
  const { facts, totalMinor } = sale;
  return {
    signer: till.signer,
    make: ({ sequence, previous, atMs }) =>
      makeEarnReceipt(
        {
          issuedAtS: Math.floor(atMs / 1_000),
          memberId: device.memberId,
          sequence,
          facts,
          totalMinor,
          tillReference: tillReference(till.identity.tillNumber, sequence),
          previous,
        },
        till.signer,
      ),
    parts: (receipt) => [receipt],
    sellsMinor: totalMinor,
    shown: { kind: 'earn', totalMinor, memberName: memberNameOf(hexFromBytes(device.memberId)) },
  };
}
