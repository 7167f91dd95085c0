// What a wallet does with a terminal's request, and with what the terminal answers to its payment.
import { type Bytes, equalBytes, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { CHALLENGE, PAY_REQUEST } from './challenge.ts';
import { MESSAGE_TYPE, type MessageId } from './messages.ts';
import { claimsOf, openMessage } from './open-message.ts';
import type { Challenge, PayReceipt, PayRequest, VoidReceipt } from './pay-messages.ts';
import { PAY_RECEIPT } from './pay-receipt.ts';
import { type ProtocolRefusal, type RefusalKind, refuse } from './refusal.ts';
import type { TerminalMessage, TerminalOrigin, VerifiedReceipt, WalletPolicy } from './verdict.ts';
import { outcomeOf } from './verify-at-wallet.ts';
import { isTillRevoked } from './revoked-tills.ts';
import { proveOrigin, type ReceiptTrust } from './verify-receipt.ts';
import { verifyUndo } from './verify-undo.ts';

/** A clock further off than this is wrong, not merely late: nothing is signed by it. */
const MAX_CLOCK_ERROR_MS = 24 * 3_600_000;

/** `requestId` is what a payment answers. Show the merchant and the points before anything is signed. */
export type RequestVerdict =
  | ({
      readonly kind: 'pay_request';
      readonly requestId: MessageId;
      readonly request: PayRequest;
    } & TerminalOrigin)
  | ({ readonly kind: 'challenge'; readonly challenge: Challenge } & TerminalOrigin)
  | { readonly kind: 'refused'; readonly refusal: ProtocolRefusal };

/**
 * Judges a pay request or a challenge. Whether it has run out is for the terminal, by a clock that nobody can set; here
 * it is `stale` or `from_future` beyond 24 hours. `cert_revoked` of a till that is struck off. Other refusals: steps 1 to 9 of `REFUSAL_ORDER`.
 */
export async function verifyRequestAtWallet(
  input: string | Bytes,
  { trustList }: WalletPolicy,
  clock: Clock,
): Promise<RequestVerdict> {
  const opened = openMessage(input);
  if (!opened.ok) return { kind: 'refused', refusal: opened.error };
  const trust = { trustList, nowMs: clock.nowMs() };
  if (opened.value.claims.type === MESSAGE_TYPE.payRequest) {
    const read = claimsOf(PAY_REQUEST, opened.value);
    const proved = read.ok
      ? await proveOrigin(opened.value, read.value.value, { ...trust, needed: ['pay'] })
      : read;
    if (!proved.ok) return { kind: 'refused', refusal: proved.error };
    const { messageId: requestId, receipt: request, merchant, certificate } = proved.value;
    return (
      revocationFault(trust, proved.value) ??
      ageFault(request, trust.nowMs) ?? { kind: 'pay_request', requestId, request, merchant, certificate }
    );
  }
  const read = claimsOf(CHALLENGE, opened.value);
  const needed = ['redeem'] as const;
  const proved = read.ok ? await proveOrigin(opened.value, read.value.value, { ...trust, needed }) : read;
  if (!proved.ok) return { kind: 'refused', refusal: proved.error };
  const { receipt: challenge, merchant, certificate } = proved.value;
  return (
    revocationFault(trust, proved.value) ??
    ageFault(challenge, trust.nowMs) ?? { kind: 'challenge', challenge, merchant, certificate }
  );
}

/** By the time now: who is struck off may date a request back. */
function revocationFault(
  { trustList, nowMs }: ReceiptTrust,
  origin: TerminalOrigin,
): Extract<RequestVerdict, { kind: 'refused' }> | undefined {
  if (!isTillRevoked(trustList, origin, Math.floor(nowMs / 1000))) return undefined;
  return { kind: 'refused', refusal: refuse('cert_revoked').error };
}

function ageFault(
  { issuedAtS }: Challenge,
  nowMs: number,
): Extract<RequestVerdict, { kind: 'refused' }> | undefined {
  const ageMs = nowMs - issuedAtS * 1000;
  if (Math.abs(ageMs) <= MAX_CLOCK_ERROR_MS) return undefined;
  return { kind: 'refused', refusal: refuse(ageMs > 0 ? 'stale' : 'from_future').error };
}

/** What this wallet has paid. */
export interface PaymentState {
  /** Points by hex message id of each payment made. */
  readonly payments: ReadonlyMap<string, number>;
  /** By hex message id of each receipt held that can be voided. */
  readonly voidable: ReadonlyMap<string, { readonly merchantId: Bytes; readonly points: number }>;
  /**
   * By hex message id of a payment the receipt held for it, and of a receipt the void. One each: whatever else a till signs
   * for the same payment is the same statement again, not a second payment.
   */
  readonly answers: ReadonlyMap<string, string>;
}

export type PaymentVerdict =
  | ({ readonly kind: 'paid' } & VerifiedReceipt<PayReceipt>)
  | ({ readonly kind: 'voided' } & VerifiedReceipt<VoidReceipt>)
  /** Answered already, by this very message or by another one: `receiptId` is the one held. */
  | { readonly kind: 'duplicate'; readonly receiptId: string }
  | { readonly kind: 'keep_unverified' | 'refused'; readonly refusal: ProtocolRefusal };

export interface PaymentOutcome {
  readonly verdict: PaymentVerdict;
  readonly state: PaymentState;
}

/**
 * Judges a pay receipt or a void. Refusals: steps 1 to 9, then `not_my_presentation` (answers nothing of this wallet),
 * `wrong_merchant` (voids another merchant's receipt), `parts_disagree` (other points than were paid).
 */
export async function verifyPaymentAnswer(
  input: string | Bytes,
  state: PaymentState,
  policy: WalletPolicy,
  clock: Clock,
): Promise<PaymentOutcome> {
  const verified = await openAnswer(input, policy, clock.nowMs());
  if ('refusal' in verified) return { verdict: verified, state };
  const fault = verified.kind === 'paid' ? paidFault(verified, state) : voidedFault(verified, state);
  if (fault !== undefined) return { verdict: { kind: 'refused', refusal: refuse(fault).error }, state };
  const answered = hexFromBytes(
    verified.kind === 'paid' ? verified.receipt.paymentId : verified.receipt.voidedId,
  );
  const held = state.answers.get(answered);
  if (held !== undefined) return { verdict: { kind: 'duplicate', receiptId: held }, state };
  const answers = new Map([...state.answers, [answered, hexFromBytes(verified.messageId)]]);
  return { verdict: verified, state: { ...state, answers } };
}

type Genuine = Extract<PaymentVerdict, { kind: 'paid' | 'voided' }>;
type Failed = Extract<PaymentVerdict, { kind: 'keep_unverified' | 'refused' }>;

async function openAnswer(
  input: string | Bytes,
  { trustList }: WalletPolicy,
  nowMs: number,
): Promise<Genuine | Failed> {
  const opened = openMessage(input);
  if (!opened.ok) return { kind: 'refused', refusal: opened.error };
  const failed = (refusal: ProtocolRefusal): Failed => ({ kind: outcomeOf(refusal), refusal });
  if (opened.value.claims.type === MESSAGE_TYPE.voidReceipt) {
    const proved = await verifyUndo(opened.value, { trustList, nowMs });
    if (!proved.ok) return failed(proved.error);
    return isRevoked(trustList, proved.value) ? failed(REVOKED) : { kind: 'voided', ...proved.value };
  }
  const read = claimsOf(PAY_RECEIPT, opened.value);
  if (!read.ok) return failed(read.error);
  const proved = await proveOrigin(opened.value, read.value.value, { trustList, nowMs, needed: ['pay'] });
  if (!proved.ok) return failed(proved.error);
  return isRevoked(trustList, proved.value) ? failed(REVOKED) : { kind: 'paid', ...proved.value };
}

const REVOKED = refuse('cert_revoked').error;

function isRevoked(
  trustList: WalletPolicy['trustList'],
  verified: VerifiedReceipt<TerminalMessage>,
): boolean {
  return isTillRevoked(trustList, verified, verified.receipt.issuedAtS);
}

function paidFault({ receipt }: VerifiedReceipt<PayReceipt>, state: PaymentState): RefusalKind | undefined {
  const points = state.payments.get(hexFromBytes(receipt.paymentId));
  if (points === undefined) return 'not_my_presentation';
  return points === receipt.points ? undefined : 'parts_disagree';
}

function voidedFault(
  { receipt, merchant }: VerifiedReceipt<VoidReceipt>,
  state: PaymentState,
): RefusalKind | undefined {
  const voided = state.voidable.get(hexFromBytes(receipt.voidedId));
  if (voided === undefined) return 'not_my_presentation';
  if (!equalBytes(voided.merchantId, merchant.merchantId)) return 'wrong_merchant';
  return receipt.points <= voided.points ? undefined : 'parts_disagree';
}
