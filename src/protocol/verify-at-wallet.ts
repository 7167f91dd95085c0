// What a wallet does with a receipt it has scanned. Pure but for the signature checks.
import { type Bytes, equalBytes, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { isTillRevoked } from './revoked-tills.ts';
import { openMessage } from './open-message.ts';
import { type ProtocolRefusal, type RefusalKind, refuse } from './refusal.ts';
import type { WalletOutcome, WalletPolicy, WalletState, WalletVerdict } from './verdict.ts';
import { type AnyVerifiedReceipt, verifyReceipt } from './verify-receipt.ts';

/** What a newer trust list may cure: the receipt is kept and verified again after the next sync. */
const CURABLE: readonly RefusalKind[] = ['unknown_issuer', 'trust_stale', 'cert_revoked'];

/**
 * Judges an earn receipt or a redemption receipt. Refusals: steps 1 to 9 of `REFUSAL_ORDER`, then `expired` (bearer
 * receipts), `wrong_member`, `not_my_presentation`. A receipt already held is a `duplicate`, one of an unknown or
 * too newly known merchant, or of a till that was struck off before it signed, is to be kept unverified. The state changes only when a receipt is new and good.
 */
export async function verifyAtWallet(
  input: string | Bytes,
  state: WalletState,
  policy: WalletPolicy,
  clock: Clock,
): Promise<WalletOutcome> {
  const nowMs = clock.nowMs();
  const opened = openMessage(input);
  if (!opened.ok) return { verdict: { kind: 'refused', refusal: opened.error }, state };
  const verified = await verifyReceipt(opened.value, { trustList: policy.trustList, nowMs });
  if (!verified.ok) return { verdict: { kind: outcomeOf(verified.error), refusal: verified.error }, state };
  if (isTillRevoked(policy.trustList, verified.value, verified.value.receipt.issuedAtS))
    return { verdict: { kind: 'keep_unverified', refusal: refuse('cert_revoked').error }, state };
  const claimed = claimReceipt(verified.value, state, nowMs);
  if (typeof claimed === 'string')
    return { verdict: { kind: 'refused', refusal: refuse(claimed).error }, state };
  const receiptId = hexFromBytes(claimed.messageId);
  if (state.receipts.has(receiptId)) return { verdict: { kind: 'duplicate', receiptId }, state };
  return { verdict: claimed, state: { ...state, receipts: new Set([...state.receipts, receiptId]) } };
}

/** Whether a later trust list may cure it. */
export function outcomeOf(refusal: ProtocolRefusal): 'keep_unverified' | 'refused' {
  return CURABLE.includes(refusal.kind) ? 'keep_unverified' : 'refused';
}

/** Whether a genuine receipt is for this wallet. */
function claimReceipt(
  verified: AnyVerifiedReceipt,
  state: WalletState,
  nowMs: number,
): Extract<WalletVerdict, { kind: 'earned' | 'redeemed' | 'redemption_refused' }> | RefusalKind {
  if (verified.kind !== 'earned') {
    const voucherId = state.presentations.get(hexFromBytes(verified.receipt.presentationId));
    return voucherId === undefined ? 'not_my_presentation' : { ...verified, voucherId };
  }
  const { memberId, expiresAtS } = verified.receipt;
  if (expiresAtS !== undefined && nowMs >= expiresAtS * 1000) return 'expired';
  return memberId === undefined || equalBytes(memberId, state.memberId) ? verified : 'wrong_member';
}
