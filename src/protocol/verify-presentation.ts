import { assert } from '#base/assert.ts';
import { equalBytes, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { type Result, ok } from '#base/result.ts';
import { lifeFault } from './certificate-life.ts';
import { openVoucher, permissionFault } from './chain.ts';
import { messageIdOf, verifySign1 } from './cose-sign1.ts';
import { type Situation, freshnessFault, isAnswered, isClockBehind } from './freshness.ts';
import type { Voucher } from './messages.ts';
import { findChallenge } from './open-nonces.ts';
import { type OpenedMessage, claimsOf } from './open-message.ts';
import { PRESENTATION } from './presentation.ts';
import { thumbprint } from './public-key.ts';
import { type ProtocolRefusal, type RefusalKind, refuse } from './refusal.ts';
import { findReplay, rememberMessage, usesOf } from './replay-store.ts';
import { countRedemption, redemptionLimitFault } from './risk.ts';
import type { GenuinePresentation, ReplayStore, TerminalOutcome, TerminalPolicy } from './verdict.ts';
import { voucherStatusFault } from './status-fault.ts';
import { discountOf } from './voucher.ts';

/** A voucher at a terminal, steps 7 to 16. */
export async function verifyPresentation(
  opened: OpenedMessage,
  situation: Situation,
): Promise<TerminalOutcome> {
  const { state } = situation;
  const authentic = await authenticate(opened, situation);
  if (!authentic.ok) return { verdict: { kind: 'refused', refusal: authentic.error }, state };
  const genuine = authentic.value;
  const fault = isClockBehind(situation)
    ? 'clock_behind'
    : (validityFault(genuine.voucher, situation) ??
      freshnessFault(genuine, genuine.presentation, situation) ??
      placeFault(genuine, situation.policy) ??
      voucherStatusFault(genuine.voucher, situation));
  if (fault !== undefined) return { verdict: { kind: 'refused', refusal: refuse(fault).error }, state };
  return judgeSale(isAnswered(genuine, state) ? { ...genuine, answered: true } : genuine, situation);
}

/**
 * The rest of the judgement after `amount_needed`, with `policy.saleMinor` set. Freshness is not asked again: the
 * code was fresh when it was scanned, and cashiers take their time. Verdicts as those of `verifyAtTerminal`.
 */
export function redeemGenuine(
  genuine: GenuinePresentation,
  state: ReplayStore,
  policy: TerminalPolicy,
  clock: Clock,
): TerminalOutcome {
  assert(policy.saleMinor !== undefined, 'redeeming needs the amount of the sale');
  const situation = { state, policy, nowMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
  const changed = changedFault(genuine, situation);
  if (changed !== undefined) return { verdict: { kind: 'refused', refusal: refuse(changed).error }, state };
  return judgeSale(genuine, situation);
}

/**
 * What held when it was scanned and may not hold now: a clock set back would count on another day and date the receipt back,
 * and another message may have answered the same challenge.
 */
function changedFault(
  { presentation: { nonce }, messageId }: GenuinePresentation,
  situation: Situation,
): RefusalKind | undefined {
  if (isClockBehind(situation)) return 'clock_behind';
  const usedBy = nonce && findChallenge(situation.state, nonce)?.usedBy;
  return usedBy === undefined || usedBy === hexFromBytes(messageId) ? undefined : 'challenge_mismatch';
}

/** Steps 7 to 9; nothing of `situation.state` is looked at. */
async function authenticate(
  opened: OpenedMessage,
  { policy, nowMs }: Situation,
): Promise<Result<GenuinePresentation, ProtocolRefusal>> {
  const read = claimsOf(PRESENTATION, opened);
  if (!read.ok) return read;
  const presentation = read.value.value;
  const unfit = lifeFault(policy.ownCertificate, nowMs) ?? permissionFault(policy.ownCertificate, ['redeem']);
  const voucher = await openVoucher(presentation.voucher, policy.trustList, nowMs);
  if (!voucher.ok && voucher.error.kind !== 'voucher_bad_signature') return voucher;
  if (unfit !== undefined) return refuse(unfit, 'this terminal');
  if (!voucher.ok) return voucher;
  if (!(await verifySign1(opened.sign1, voucher.value.holderKey))) return refuse('bad_signature');
  return ok({
    type: 'presentation',
    messageId: await messageIdOf(opened.sign1),
    deviceThumbprint: hexFromBytes(await thumbprint(voucher.value.holderKey)),
    presentation,
    voucher: voucher.value,
  });
}

/** Step 11. */
export function validityFault(
  voucher: Voucher,
  { nowMs }: Pick<Situation, 'nowMs'>,
): 'not_yet_valid' | 'expired' | undefined {
  if (voucher.notBeforeS !== undefined && nowMs < voucher.notBeforeS * 1000) return 'not_yet_valid';
  return nowMs >= voucher.expiresAtS * 1000 ? 'expired' : undefined;
}

/** Step 13. */
function placeFault(
  { presentation, voucher }: GenuinePresentation,
  policy: TerminalPolicy,
): RefusalKind | undefined {
  const here = policy.merchantId;
  if (!equalBytes(presentation.merchantId, here) || !equalBytes(voucher.merchantId, here))
    return 'wrong_merchant';
  const homeOnly = voucher.homeTills !== undefined || voucher.offlinePolicy === 3;
  const isHome = voucher.homeTills?.includes(policy.ownCertificate.tillNumber) === true;
  return homeOnly && !isHome ? 'wrong_terminal' : undefined;
}

/** Steps 15 and 16. Without an amount, what does not depend on it is judged already. */
function judgeSale(genuine: GenuinePresentation, situation: Situation): TerminalOutcome {
  const { state, policy, nowMs } = situation;
  const replay = findReplay(state, genuine);
  if (replay !== undefined) return { verdict: replay, state };
  const { saleMinor } = policy;
  const discountMinor = saleMinor === undefined ? 0 : discountOf(genuine.voucher, saleMinor);
  const fault = discountMinor === undefined ? 'min_spend' : limitFault(genuine, discountMinor, situation);
  if (discountMinor === undefined || fault !== undefined) {
    return { verdict: { kind: 'refused', refusal: refuse(fault ?? 'min_spend').error }, state };
  }
  if (saleMinor === undefined) return { verdict: { kind: 'amount_needed', genuine }, state };
  const usesLeft = (genuine.voucher.maxUses ?? 1) - usesOf(state, genuine.voucher.voucherId).length - 1;
  const accepted = { ...genuine, discountMinor, usesLeft };
  return {
    verdict: { kind: 'accepted_provisional', accepted },
    state: rememberMessage(countRedemption(genuine, discountMinor, situation), genuine, nowMs),
  };
}

/** The rest of step 16: what may be given away without asking the server. */
function limitFault(
  genuine: GenuinePresentation,
  discountMinor: number,
  situation: Situation,
): RefusalKind | undefined {
  const { presentation, voucher } = genuine;
  const { policy, nowMs } = situation;
  if (discountMinor > (policy.maxDiscountMinor ?? discountMinor)) return 'limit_tx';
  if (presentation.useNumber > (voucher.maxUses ?? 1)) return 'limit_voucher';
  const beyond = redemptionLimitFault(genuine, discountMinor, situation);
  if (beyond !== undefined) return beyond;
  if (nowMs - policy.lastSyncMs > policy.maxOfflineMs) return 'offline_too_long';
  const unanswered = voucher.offlinePolicy === 2 && genuine.answered !== true;
  return voucher.offlinePolicy === 0 || unanswered ? 'online_required' : undefined;
}
