// What a good record would do, as plain data: which claim it makes and which events the engine would fold. Pure.
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { type PayTerms, paymentEvent, visitDay, visitEvent, voidEvent } from '#loyalty/ledger/pay-terms.ts';
import { enrolEvent, purchaseEvent, undoEvent, type VoucherUse } from '#loyalty/ledger/receipt-events.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import type { EarnReceipt, ListedMerchant, RedemptionReceipt } from '#protocol/messages.ts';
import type { UndoneLine, VoidReceipt } from '#protocol/pay-messages.ts';
import type { VerifiedReceipt } from '#protocol/verdict.ts';
import type { RecordContents } from '#protocol/verify-at-server.ts';
import type { PaidRecord } from '#protocol/verify-pay-at-server.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { DecisionStatus } from '#server/db/schema.ts';
import type { CheckedRecord } from './check-record.ts';
import { judgeStatement, type StatementContext, type StatementEffect } from './judge-statement.ts';

/** The right to be the only one: of all who claim a subject, the first to be stored holds it. */
export interface Claim {
  readonly bucket: number;
  readonly kind:
    | 'join'
    | 'earn'
    | 'redeem'
    | 'loss'
    | 'place'
    | 'decided'
    | 'undo'
    | 'pay'
    | 'void'
    | 'visit';
  readonly subject: Buffer;
  /** Two claims of one holder are the same claim, made twice. */
  readonly holder: string;
}

export interface Effect {
  readonly memberId: string;
  readonly claim: Claim;
  readonly event?: LoyaltyEvent;
  /** A receipt that the member's wallets and the till should both know. */
  readonly receipt?: ReceiptCopy;
  /** Points that a till took as money: settled against what was reserved. */
  readonly payment?: PaymentEffect;
  /** The payment that is taken back. */
  readonly reversed?: PaymentEffect;
  /** The voucher of the claim has no use left: other tills hear of it by the status list. */
  readonly spentVoucher?: string;
  /** What a lost claim costs: a redemption that happened at a till although the voucher was used up before. */
  readonly loss?: Loss;
  /** What this receipt sold, for whoever takes it back one day. */
  readonly sale?: Omit<Sale, 'status'>;
  /** The receipt that this one takes back. */
  readonly undo?: Undo;
}

/** A decided receipt of goods. */
export interface Sale {
  /** Message id, hex. */
  readonly receipt: string;
  readonly memberId: string;
  readonly merchantId: string;
  readonly atS: number;
  /** List prices of its lines. */
  readonly lines: readonly number[];
  readonly discountMinor: number;
  readonly currency: string;
  readonly status: DecisionStatus;
  /** Subject of the claim on the voucher's use. */
  readonly voucherUse?: Buffer;
  /** Where a voucher used twice was booked, had this receipt lost. */
  readonly loss?: LossPlace;
}

export interface Undo {
  /** Message id, hex. */
  readonly id: string;
  readonly sale: Sale;
  /** Absent: all of it. */
  readonly lines?: readonly UndoneLine[];
}

export interface PaymentEffect {
  readonly paid: PaidRecord;
  readonly terms: PayTerms;
  readonly memberId: string;
  /** Scaled. */
  readonly qty: number;
  readonly merchantId: string;
  readonly currency: string;
  /** Outside what the certificates allow: the merchant bears it, the member keeps the points. */
  readonly beyond?: 'limit_tx' | 'limit_wallet';
}

export interface ReceiptCopy {
  readonly cose: Bytes;
  readonly presentation?: Bytes;
  /** Serial of the till that wrote it. */
  readonly serial: number;
}

export interface LossPlace {
  readonly bucket: number;
  readonly programmeId: string;
  readonly merchantId: string;
  readonly currency: string;
}

export interface Loss extends LossPlace {
  readonly claim: Claim;
  readonly amountMinor: number;
}

/** What the database knows about the member of a record. */
export interface EffectContext extends StatementContext {
  /** Owner and origin of a voucher by its hex id; absent for one that this server never issued. */
  readonly voucherOf: (voucherId: string) => IssuedVoucher | undefined;
  /** A decided receipt by its hex id. */
  readonly saleOf: (receiptId: string) => Sale | undefined;
  /** Which points a merchant took at a time. */
  readonly payTermsAt: (merchantSlug: string, atS: number) => PayTerms | undefined;
}

export interface IssuedVoucher extends VoucherUse {
  readonly memberId: string;
}

export type Judgement =
  | { readonly kind: 'effect'; readonly effect: Effect }
  /** Genuine, and nothing follows from it: a refusal that a till signed, a bearer receipt in the journal of its till. */
  | { readonly kind: 'noted' }
  /** The member's own word: whether it counts, the member's log decides under its lock. */
  | { readonly kind: 'statement'; readonly statement: StatementEffect }
  | { readonly kind: 'rejected'; readonly code: string };

/**
 * Refusals: the finding's own, `programme_unknown`, `voucher_unknown`, `limit_voucher`, and of an undo `sale_unknown`,
 * `wrong_merchant`, `wrong_member`, and those of `judgeStatement`.
 */
export function judgeRecord(record: CheckedRecord, context: EffectContext): Judgement {
  if (!record.finding.ok) return { kind: 'rejected', code: record.finding.code };
  const { contents } = record.finding;
  if (contents.kind === 'join') return judgeJoin(record, contents.programmeId, context);
  if (contents.kind === 'claim' || contents.kind === 'report') {
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
    receipt: { cose: parts[0]!, serial: undone.certificate.serial },
    undo: { id, sale, ...part },
    // A sale that lost its voucher is in no member's log, so neither is its undoing.
    ...(sale.status === 'accepted' ? { event } : {}),
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

function judgePay(paid: PaidRecord, context: EffectContext): Judgement {
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
function judgeVoidPay(
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
function judgeVisit(record: CheckedRecord, merchant: ListedMerchant, context: EffectContext): Judgement {
  const memberId = context.walletMember;
  if (memberId === undefined || record.occurredAtMs === null) return { kind: 'rejected', code: 'wrong_role' };
  const atS = Math.floor(record.occurredAtMs / 1000);
  const subject = Buffer.from(`${memberId}/${merchant.slug}/${visitDay(atS)}`);
  const claim: Claim = { bucket: bucketOf(memberId), kind: 'visit', subject, holder: memberId };
  const event = visitEvent({ atS, memberId, merchantSlug: merchant.slug });
  return { kind: 'effect', effect: { memberId, claim, event } };
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

/** Vouchers carry their bucket in the first two bytes of their id, so one is found without knowing its member. */
export function voucherBucket(voucherId: string): number {
  return Number.parseInt(voucherId.slice(0, 4), 16);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
