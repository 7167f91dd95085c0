import { type Result, ok } from '#base/result.ts';
import { hexFromBytes } from '#base/bytes.ts';
import { createRecent } from '#base/recent.ts';
import { openTerminalCertificate, verifyCertified } from './chain.ts';
import { messageIdFrom, signedDigestOf, verifySign1 } from './cose-sign1.ts';
import { EARN_RECEIPT } from './earn-receipt.ts';
import {
  type EarnReceipt,
  MESSAGE_TYPE,
  type RedemptionReceipt,
  type TerminalPermission,
  type TrustList,
} from './messages.ts';
import { type OpenedMessage, claimsOf } from './open-message.ts';
import { REDEMPTION_RECEIPT } from './redemption-receipt.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import type { TerminalMessage, VerifiedReceipt } from './verdict.ts';

export type AnyVerifiedReceipt =
  | ({ readonly kind: 'earned' } & VerifiedReceipt<EarnReceipt>)
  | ({ readonly kind: 'redeemed' | 'redemption_refused' } & VerifiedReceipt<RedemptionReceipt>);

export interface ReceiptTrust {
  readonly trustList: TrustList | undefined;
  readonly nowMs: number;
}

/**
 * Steps 7 to 9 for a receipt, alike in the wallet and on the server: trust list, merchant root, terminal
 * certificate, message. The certificate must have been in force when the receipt says it was made, because
 * receipts are verified long after, and again after each sync.
 */
export async function verifyReceipt(
  opened: OpenedMessage,
  trust: ReceiptTrust,
): Promise<Result<AnyVerifiedReceipt, ProtocolRefusal>> {
  if (opened.claims.type === MESSAGE_TYPE.redemptionReceipt) {
    const read = claimsOf(REDEMPTION_RECEIPT, opened);
    if (!read.ok) return read;
    const needed: TerminalPermission[] =
      read.value.value.facts === undefined ? ['redeem'] : ['redeem', 'earn'];
    const origin = await proveOrigin(opened, read.value.value, { ...trust, needed });
    const kind = read.value.value.result === 'accepted' ? 'redeemed' : 'redemption_refused';
    return origin.ok ? ok({ kind, ...origin.value }) : origin;
  }
  const read = claimsOf(EARN_RECEIPT, opened);
  if (!read.ok) return read;
  const origin = await proveOrigin(opened, read.value.value, { ...trust, needed: ['earn'] });
  return origin.ok ? ok({ kind: 'earned', ...origin.value }) : origin;
}

/** Till and wallet bring a server the same receipt: whether a key has signed it so is worked out once, within a while. */
const genuineReceipts = createRecent<Promise<boolean>>(4096);

/** Steps 8 and 9 for anything a terminal has signed. Refusals: those of the chain, `bad_signature`. */
export async function proveOrigin<R extends TerminalMessage>(
  { sign1 }: OpenedMessage,
  receipt: R,
  trust: ReceiptTrust & { readonly needed: readonly TerminalPermission[] },
): Promise<Result<VerifiedReceipt<R>, ProtocolRefusal>> {
  if (sign1.certificate === undefined) return refuse('cert_bad_signature', 'no certificate');
  const origin = await openTerminalCertificate(sign1.certificate, {
    trustList: trust.trustList,
    atMs: receipt.issuedAtS * 1000,
    nowMs: trust.nowMs,
    permissions: trust.needed,
  });
  if (!origin.ok) return origin;
  const digest = await signedDigestOf(sign1);
  const genuine = await verifyCertified(sign1, origin.value.certificate.terminalKey, (message, key) =>
    genuineReceipts.of([digest, message.signature, key].map(hexFromBytes).join('/'), () =>
      verifySign1(message, key),
    ),
  );
  if (!genuine || sign1.kid === undefined) return refuse('bad_signature');
  const messageId = messageIdFrom(digest);
  // A refusal has no number of its own: its message names it.
  const name = receipt.sequence === 0 ? hexFromBytes(messageId) : `${receipt.sequence}`;
  return ok({ ...origin.value, messageId, receiptKey: `${hexFromBytes(sign1.kid)}:${name}`, receipt });
}
