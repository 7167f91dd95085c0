// From a good record to what it would do, by what is known about its member. Pure.
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { enrolEvent, purchaseEvent, undoEvent, type VoucherUse } from '#loyalty/ledger/receipt-events.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { isStatement } from '#protocol/member-statement.ts';
import type { EarnReceipt, RedemptionReceipt } from '#protocol/messages.ts';
import type { VoidReceipt } from '#protocol/pay-messages.ts';
import type { VerifiedReceipt } from '#protocol/verdict.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { CheckedRecord } from './check-record.ts';
import {
  type Claim,
  type Effect,
  type EffectContext,
  type Judgement,
  type Loss,
  NOBODY,
  type Sale,
  voucherBucket,
} from './effect.ts';
import { judgePay, judgeVisit, judgeVoidPay } from './judge-payment.ts';
import { judgeStatement } from './judge-statement.ts';

/**
 * Refusals: the finding's own, `programme_unknown`, of a join `told_late`, `voucher_unknown`, `limit_voucher`, and of an undo `sale_unknown`,
 * `wrong_merchant`, `wrong_member`, and those of `judgeStatement`.
 */
export function judgeRecord(record: CheckedRecord, context: EffectContext): Judgement {
  if (!record.finding.ok) return { kind: 'rejected', code: record.finding.code };
  const { contents } = record.finding;
  if (contents.kind === 'join') return judgeJoin(record, contents.programmeId, context);
  if (isStatement(contents)) {
    const judged = judgeStatement(record, contents, context);
    return judged.ok
      ? { kind: 'statement', statement: judged.value }
      : { kind: 'rejected', code: judged.error.kind };
  }
  if (contents.kind === 'pay') return judgePay(contents.paid, context);
  if (contents.kind === 'void_pay') return judgeVoidPay(contents, context);
  if (contents.kind === 'visit') return judgeVisit(record, contents.merchant, context);
  if (contents.kind === 'earn') return judgeEarn(contents.earned, record.finding.parts, context);
  if (contents.kind === 'undo') return judgeUndo(contents.undone, record.finding.parts, context);
  return judgeRedeem(record, context);
}

function judgeJoin(record: CheckedRecord, programmeId: string, context: EffectContext): Judgement {
  const memberId = context.walletMember;
  if (memberId === undefined || record.occurredAtMs === null) return { kind: 'rejected', code: 'wrong_role' };
  if (context.programmeOf(programmeId) === undefined) return { kind: 'rejected', code: 'programme_unknown' };
  if (record.occurredAtMs < (context.joinsFromMs ?? 0)) return { kind: 'rejected', code: 'told_late' };
  const subject = Buffer.from(`${memberId}/${programmeId}`);
  const claim: Claim = { bucket: bucketOf(memberId), kind: 'join', subject, holder: memberId };
  const event = enrolEvent({ recordId: record.id, atMs: record.occurredAtMs, memberId, programmeId });
  return { kind: 'effect', effect: { memberId, claim, event } };
}

function judgeEarn(
  earned: VerifiedReceipt<EarnReceipt>,
  parts: readonly Bytes[],
  context: EffectContext,
): Judgement {
  const bound = earned.receipt.memberId === undefined ? undefined : hexFromBytes(earned.receipt.memberId);
  // A bearer receipt belongs to the wallet that brings it first; its till only reports that it exists.
  const memberId = bound ?? context.walletMember;
  if (memberId === undefined) return { kind: 'noted' };
  const receiptId = hexFromBytes(earned.messageId);
  const bucket = bucketOf(bound ?? receiptId);
  const claim: Claim = { bucket, kind: 'earn', subject: Buffer.from(earned.messageId), holder: memberId };
  const event = purchaseOf(earned, memberId);
  const receipt = { cose: parts[0]!, serial: earned.certificate.serial };
  const sale = saleFrom(earned, memberId);
  const effect = { memberId, claim, receipt, ...(event === undefined ? {} : { event, sale }) };
  return { kind: 'effect', effect };
}

/** The till speaks for its merchant: no member need be there. A wallet may bring what took back a receipt of its own. */
function judgeUndo(
  undone: VerifiedReceipt<VoidReceipt>,
  parts: readonly Bytes[],
  context: EffectContext,
): Judgement {
  const { voidedId, issuedAtS, lines } = undone.receipt;
  const sale = context.saleOf(hexFromBytes(voidedId));
  if (sale === undefined) return { kind: 'rejected', code: 'sale_unknown' };
  if (hexFromBytes(undone.merchant.merchantId) !== sale.merchantId)
    return { kind: 'rejected', code: 'wrong_merchant' };
  const { memberId, receipt: receiptId } = sale;
  if (context.walletMember !== undefined && context.walletMember !== memberId)
    return { kind: 'rejected', code: 'wrong_member' };
  const id = hexFromBytes(undone.messageId);
  const part = lines === undefined ? {} : { lines };
  const claim: Claim = {
    bucket: bucketOf(receiptId),
    kind: 'undo',
    subject: Buffer.from(undone.messageId),
    holder: id,
  };
  const event = undoEvent({
    undoId: id,
    atS: issuedAtS,
    memberId,
    merchantSlug: undone.merchant.slug,
    receiptId,
    receiptAtS: sale.atS,
    ...part,
  });
  const effect: Effect = {
    memberId,
    claim,
    undo: { id, sale, ...part },
    ...(memberId === NOBODY ? {} : { receipt: { cose: parts[0]!, serial: undone.certificate.serial } }),
    // A sale that lost its voucher, or whose customer was erased, is in no member's log, so neither is its undoing.
    ...(sale.status === 'accepted' && memberId !== NOBODY ? { event } : {}),
  };
  return { kind: 'effect', effect };
}

function judgeRedeem(record: CheckedRecord, context: EffectContext): Judgement {
  if (!record.finding.ok || record.finding.contents.kind !== 'redeem') return { kind: 'noted' };
  const { presented, redeemed } = record.finding.contents;
  // A till's signed refusal tells the customer why; nothing was used, so nothing follows.
  if (redeemed.receipt.result !== 'accepted') return { kind: 'noted' };
  const [presentation, cose] = record.finding.parts;
  const { voucher } = presented;
  const voucherId = hexFromBytes(voucher.voucherId);
  const issued = context.voucherOf(voucherId);
  if (issued === undefined) return { kind: 'rejected', code: 'voucher_unknown' };
  if (context.walletMember !== undefined && context.walletMember !== issued.memberId)
    return { kind: 'rejected', code: 'not_my_presentation' };
  const { useNumber } = presented.presentation;
  if (useNumber < 1 || useNumber > (voucher.maxUses ?? 1)) return { kind: 'rejected', code: 'limit_voucher' };
  const { memberId, programmeId } = issued;
  const receiptId = hexFromBytes(redeemed.messageId);
  const bucket = voucherBucket(voucherId);
  const subject = Buffer.concat([voucher.voucherId, uint32(useNumber)]);
  const loss: Loss = {
    bucket,
    claim: { bucket, kind: 'loss', subject: Buffer.from(redeemed.messageId), holder: receiptId },
    amountMinor: redeemed.receipt.discountMinor,
    programmeId,
    merchantId: hexFromBytes(redeemed.merchant.merchantId),
    currency: redeemed.merchant.currency.code,
  };
  const { voucherId: kind } = issued;
  const event = purchaseOf(redeemed, memberId, { programmeId, voucherId: kind, name: voucher.instanceKey });
  const effect: Effect = {
    memberId,
    claim: { bucket, kind: 'redeem', subject, holder: receiptId },
    receipt: { cose: cose!, presentation: presentation!, serial: redeemed.certificate.serial },
    loss,
    sale: saleFrom(redeemed, memberId, { subject, loss }),
    ...(useNumber === (voucher.maxUses ?? 1) ? { spentVoucher: voucherId } : {}),
    ...(event === undefined ? {} : { event }),
  };
  return { kind: 'effect', effect };
}

function saleFrom(
  verified: VerifiedReceipt<EarnReceipt> | VerifiedReceipt<RedemptionReceipt>,
  memberId: string,
  used?: { readonly subject: Buffer; readonly loss: Loss },
): Omit<Sale, 'status'> {
  const { receipt, merchant } = verified;
  return {
    receipt: hexFromBytes(verified.messageId),
    memberId,
    merchantId: hexFromBytes(merchant.merchantId),
    atS: receipt.issuedAtS,
    lines: receipt.facts?.lines.map((line) => line.amountMinor) ?? [],
    discountMinor: used?.loss.amountMinor ?? 0,
    currency: merchant.currency.code,
    ...(used === undefined ? {} : { voucherUse: used.subject, loss: used.loss }),
  };
}

function purchaseOf(
  verified: VerifiedReceipt<EarnReceipt> | VerifiedReceipt<RedemptionReceipt>,
  memberId: string,
  use?: VoucherUse,
): LoyaltyEvent | undefined {
  const { facts, issuedAtS } = verified.receipt;
  if (facts === undefined) return undefined;
  const receiptId = hexFromBytes(verified.messageId);
  const merchantSlug = verified.merchant.slug;
  const input = { receiptId, atS: issuedAtS, memberId, merchantSlug, facts };
  return purchaseEvent(use === undefined ? input : { ...input, use });
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
