// Payments with points, what takes them back, and visits: what they would do. Pure.
import { hexFromBytes } from '#base/bytes.ts';
import { type PayTerms, paymentEvent, visitDay, visitEvent, voidEvent } from '#loyalty/ledger/pay-terms.ts';
import type { ListedMerchant } from '#protocol/messages.ts';
import type { RecordContents } from '#protocol/verify-at-server.ts';
import type { PaidRecord } from '#protocol/verify-pay-at-server.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { CheckedRecord } from './check-record.ts';
import type { Claim, EffectContext, Judgement, PaymentEffect } from './effect.ts';

/** Refusal: `points_not_taken`, when the merchant had no programme whose points are worth money at the time. */
export function judgePay(paid: PaidRecord, context: EffectContext): Judgement {
  const payment = paymentEffectOf(paid, context);
  if (payment === undefined) return { kind: 'rejected', code: 'points_not_taken' };
  const { memberId, terms, qty } = payment;
  const { receipt, merchant, messageId } = paid.receipt;
  const event = paymentEvent({
    receiptId: hexFromBytes(messageId),
    atS: receipt.issuedAtS,
    memberId,
    merchantSlug: merchant.slug,
    programmeId: terms.programmeId,
    unit: terms.unit,
    qty,
    amountMinor: paid.request.amountMinor,
  });
  const subject = Buffer.from(paid.paymentId);
  const holder = hexFromBytes(messageId);
  const claim: Claim = { bucket: bucketOf(memberId), kind: 'pay', subject, holder };
  return { kind: 'effect', effect: { memberId, claim, event, payment } };
}

/** Only with the payment it takes back: nobody can void what was never paid. */
export function judgeVoidPay(
  { paid, voided }: Extract<RecordContents, { readonly kind: 'void_pay' }>,
  context: EffectContext,
): Judgement {
  const reversed = paymentEffectOf(paid, context);
  if (reversed === undefined) return { kind: 'rejected', code: 'points_not_taken' };
  const { memberId, terms } = reversed;
  const voidId = hexFromBytes(voided.messageId);
  const paymentId = hexFromBytes(paid.receipt.messageId);
  const subject = Buffer.from(paid.receipt.messageId);
  const claim: Claim = { bucket: bucketOf(memberId), kind: 'void', subject, holder: voidId };
  const event = voidEvent({
    voidId,
    atS: voided.receipt.issuedAtS,
    paidAtS: paid.receipt.receipt.issuedAtS,
    memberId,
    programmeId: terms.programmeId,
    voided: paymentId,
  });
  return { kind: 'effect', effect: { memberId, claim, event, reversed } };
}

function paymentEffectOf(paid: PaidRecord, context: EffectContext): PaymentEffect | undefined {
  const { merchant, receipt } = paid.receipt;
  const terms = context.payTermsAt(merchant.slug, receipt.issuedAtS);
  if (terms === undefined) return undefined;
  const beyond = beyondAllowance(paid, terms);
  return {
    paid,
    terms,
    memberId: hexFromBytes(paid.device.memberId),
    qty: paid.payment.points * 10 ** terms.scale,
    merchantId: hexFromBytes(merchant.merchantId),
    currency: merchant.currency.code,
    ...(beyond === undefined ? {} : { beyond }),
  };
}

/** What an honest till would have refused by the certificate alone. */
function beyondAllowance(
  { payment, device }: PaidRecord,
  { programmeNumber }: PayTerms,
): PaymentEffect['beyond'] {
  const { allowance, assurance, shares } = device;
  if (payment.points > (allowance?.perTransaction ?? 0)) return 'limit_tx';
  if (allowance === undefined || assurance === 'soft') return 'limit_wallet';
  const share = shares?.find((each) => each.programmeNumber === programmeNumber)?.points ?? 0;
  const isMore =
    payment.cumulative > allowance.cumulative || (shares !== undefined && payment.points > share);
  return isMore ? 'limit_wallet' : undefined;
}

/** One per member, merchant and day: a copied poster is worth no more than the printed one. */
export function judgeVisit(
  record: CheckedRecord,
  merchant: ListedMerchant,
  context: EffectContext,
): Judgement {
  const memberId = context.walletMember;
  if (memberId === undefined || record.occurredAtMs === null) return { kind: 'rejected', code: 'wrong_role' };
  const atS = Math.floor(record.occurredAtMs / 1000);
  const subject = Buffer.from(`${memberId}/${merchant.slug}/${visitDay(atS)}`);
  const claim: Claim = { bucket: bucketOf(memberId), kind: 'visit', subject, holder: memberId };
  const event = visitEvent({ atS, memberId, merchantSlug: merchant.slug });
  return { kind: 'effect', effect: { memberId, claim, event } };
}
