// What the server does with a pushed record: every claim is verified again from its bytes.
import { type Bytes, equalBytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { openVoucher } from './chain.ts';
import { RECORD_LIMITS } from './cbor.ts';
import { messageIdOf, verifySign1 } from './cose-sign1.ts';
import { isLaterKind, JOURNAL_RECORD, KIND_LABEL } from './journal-record.ts';
import type {
  EarnReceipt,
  ListedMerchant,
  MessageId,
  Presentation,
  PublicKey,
  RedemptionReceipt,
  Voucher,
} from './messages.ts';
import type { JournalRecord } from './journal-message.ts';
import { type MemberStatement, idFrom, isStatementKind, statementFrom } from './member-statement.ts';
import { openAs, openMessage } from './open-message.ts';
import type { VoidReceipt } from './pay-messages.ts';
import { PRESENTATION } from './presentation.ts';
import { openPoster } from './poster.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import type { ServerTrust } from './server-trust.ts';
import type { Poster } from './setup-messages.ts';
import type { TerminalMessage, VerifiedReceipt } from './verdict.ts';
import { validityFault } from './verify-presentation.ts';
import { type PaidContents, verifyPaidRecord } from './verify-pay-at-server.ts';
import { type AnyVerifiedReceipt, verifyReceipt } from './verify-receipt.ts';
import { verifyUndo } from './verify-undo.ts';

/** A record by the registered key of the device that pushes it. Refusals: steps 3 to 7, `bad_signature`. */
export async function verifyJournalRecord(
  bytes: Bytes,
  deviceKey: PublicKey,
): Promise<Result<JournalRecord, ProtocolRefusal>> {
  const opened = openAs(JOURNAL_RECORD, bytes, RECORD_LIMITS);
  if (!opened.ok) return opened;
  const { sign1, value: record } = opened.value;
  return (await verifySign1(sign1, deviceKey)) ? ok(record) : refuse('bad_signature');
}

/** A record of this device, of a kind that only a later version can read: more cannot be said about it here. */
export async function isLaterRecord(bytes: Bytes, deviceKey: PublicKey): Promise<boolean> {
  const opened = openMessage(bytes, RECORD_LIMITS);
  if (!opened.ok) return false;
  const { sign1, claims } = opened.value;
  const isLater = claims.type === JOURNAL_RECORD.type && isLaterKind(claims.label.get(KIND_LABEL));
  return isLater && verifySign1(sign1, deviceKey);
}

export interface VerifiedPresentation {
  readonly messageId: MessageId;
  readonly presentation: Presentation;
  readonly voucher: Voucher;
}

export type RecordContents =
  | { readonly kind: 'join'; readonly programmeId: string }
  | { readonly kind: 'earn'; readonly earned: VerifiedReceipt<EarnReceipt> }
  | PaidContents
  | { readonly kind: 'visit'; readonly poster: Poster; readonly merchant: ListedMerchant }
  | {
      readonly kind: 'redeem';
      readonly presented: VerifiedPresentation;
      readonly redeemed: VerifiedReceipt<RedemptionReceipt>;
    }
  | { readonly kind: 'undo'; readonly undone: VerifiedReceipt<VoidReceipt> }
  | MemberStatement;

/**
 * The messages inside a record. Refusals: those of each message (steps 3 to 9), `not_yet_valid` and `expired` by the
 * time of the presentation, `serial_unregistered`, `parts_disagree`. Whether a receipt was claimed or a voucher used
 * before is not asked here.
 */
export async function verifyRecordParts(
  record: JournalRecord,
  trust: ServerTrust,
): Promise<Result<RecordContents, ProtocolRefusal>> {
  const [first, second] = record.parts;
  if (first === undefined) return refuse('claims_shape', 'parts');
  if (record.kind === 'join') return programmeIdFrom(first);
  if (isStatementKind(record.kind)) return statementFrom(record);
  if (record.kind === 'earn') {
    const earned = await verifyPart(first, trust);
    if (!earned.ok) return earned;
    return earned.value.kind === 'earned' ? ok({ kind: 'earn', earned: earned.value }) : refuse('wrong_type');
  }
  if (record.kind === 'undo') {
    const undone = await verifyUndonePart(first, trust);
    return undone.ok ? ok({ kind: 'undo', undone: undone.value }) : undone;
  }
  if (record.kind === 'visit') return verifyVisit(first, trust, record.occurredAtMs);
  if (second === undefined) return refuse('claims_shape', 'parts');
  if (record.kind === 'pay' || record.kind === 'void_pay') return verifyPaidRecord(record, trust);
  return verifyRedemption(first, second, trust);
}

async function verifyRedemption(
  presentation: Bytes,
  receipt: Bytes,
  trust: ServerTrust,
): Promise<Result<RecordContents, ProtocolRefusal>> {
  const presented = await verifyPresented(presentation, trust);
  if (!presented.ok) return presented;
  const redeemed = await verifyPart(receipt, trust);
  if (!redeemed.ok) return redeemed;
  // A refusal too: it is shown to a customer and has no effect.
  if (redeemed.value.kind !== 'redeemed') return refuse('wrong_type');
  const { messageId, presentation: shown, voucher } = presented.value;
  const agree =
    equalBytes(redeemed.value.receipt.presentationId, messageId) &&
    equalBytes(redeemed.value.merchant.merchantId, shown.merchantId) &&
    equalBytes(voucher.merchantId, shown.merchantId);
  if (!agree) return refuse('parts_disagree');
  return ok({ kind: 'redeem', presented: presented.value, redeemed: redeemed.value });
}

async function verifyPart(
  bytes: Bytes,
  trust: ServerTrust,
): Promise<Result<AnyVerifiedReceipt, ProtocolRefusal>> {
  const opened = openMessage(bytes);
  if (!opened.ok) return opened;
  return registered(await verifyReceipt(opened.value, trust), trust);
}

async function verifyUndonePart(
  bytes: Bytes,
  trust: ServerTrust,
): Promise<Result<VerifiedReceipt<VoidReceipt>, ProtocolRefusal>> {
  const opened = openMessage(bytes);
  if (!opened.ok) return opened;
  return registered(await verifyUndo(opened.value, trust), trust);
}

function registered<R extends VerifiedReceipt<TerminalMessage>>(
  verified: Result<R, ProtocolRefusal>,
  trust: ServerTrust,
): Result<R, ProtocolRefusal> {
  if (!verified.ok) return verified;
  const { certificate, receipt } = verified.value;
  const known = trust.isRegistered(certificate, receipt.issuedAtS);
  return known ? verified : refuse('serial_unregistered');
}

/** A presentation long after it was shown: judged by its own time. */
async function verifyPresented(
  bytes: Bytes,
  trust: ServerTrust,
): Promise<Result<VerifiedPresentation, ProtocolRefusal>> {
  const opened = openAs(PRESENTATION, bytes);
  if (!opened.ok) return opened;
  const { sign1, value: presentation } = opened.value;
  const voucher = await openVoucher(presentation.voucher, trust.trustList, trust.nowMs);
  if (!voucher.ok) return voucher;
  if (!(await verifySign1(sign1, voucher.value.holderKey))) return refuse('bad_signature');
  const fault = validityFault(voucher.value, { nowMs: presentation.issuedAtS * 1000 });
  if (fault !== undefined) return refuse(fault);
  return ok({ messageId: await messageIdOf(sign1), presentation, voucher: voucher.value });
}

/** A poster proves nothing about who stood before it: what a visit is worth is bounded by the day, not by the code. */
async function verifyVisit(
  bytes: Bytes,
  trust: ServerTrust,
  atMs: number,
): Promise<Result<RecordContents, ProtocolRefusal>> {
  const seen = await openPoster(bytes, trust.trustList, atMs);
  return seen.ok ? ok({ kind: 'visit', ...seen.value }) : seen;
}

function programmeIdFrom(bytes: Bytes): Result<RecordContents, ProtocolRefusal> {
  const programmeId = idFrom(bytes);
  return programmeId === undefined
    ? refuse('claims_shape', 'programme id')
    : ok({ kind: 'join', programmeId });
}
