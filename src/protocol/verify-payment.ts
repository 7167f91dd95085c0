import { hexFromBytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { lifeFault } from './certificate-life.ts';
import { openDeviceCertificate, permissionFault, verifyCertified } from './chain.ts';
import { messageIdOf } from './cose-sign1.ts';
import { type Situation, isClockBehind } from './freshness.ts';
import { answerFault, findRequest } from './open-nonces.ts';
import { type OpenedMessage, claimsOf } from './open-message.ts';
import { PAYMENT } from './payment.ts';
import { thumbprint } from './public-key.ts';
import { type ProtocolRefusal, type RefusalKind, refuse } from './refusal.ts';
import { findReplay, ownEntry, rememberMessage } from './replay-store.ts';
import { countPayment, paymentLimitFault } from './risk.ts';
import { deviceStatusFault } from './status-fault.ts';
import type { AcceptedPayment, TerminalOutcome } from './verdict.ts';

/**
 * A payment at a terminal, steps 7 to 16. It answers an open request of this very terminal, so its own time is not
 * looked at. The same payment again is a `repeat`, also after its request has run out.
 */
export async function verifyPayment(opened: OpenedMessage, situation: Situation): Promise<TerminalOutcome> {
  const { state, nowMs } = situation;
  const authentic = await authenticate(opened, situation);
  if (!authentic.ok) return { verdict: { kind: 'refused', refusal: authentic.error }, state };
  const accepted = authentic.value;
  const replay = findReplay(state, accepted);
  if (replay?.kind === 'repeat') return { verdict: replay, state };
  const early = isClockBehind(situation)
    ? 'clock_behind'
    : (requestFault(accepted, situation) ?? deviceStatusFault(accepted.device, situation));
  if (early !== undefined) return { verdict: { kind: 'refused', refusal: refuse(early).error }, state };
  if (replay !== undefined) return { verdict: replay, state };
  const late = allowanceFault(accepted, situation) ?? paymentLimitFault(accepted, situation);
  if (late !== undefined) return { verdict: { kind: 'refused', refusal: refuse(late).error }, state };
  return {
    verdict: { kind: 'accepted_provisional', accepted },
    state: rememberMessage(countPayment(accepted, situation), accepted, nowMs),
  };
}

/** Steps 7 to 9; nothing of `situation.state` is looked at. */
async function authenticate(
  opened: OpenedMessage,
  { policy, nowMs }: Situation,
): Promise<Result<AcceptedPayment, ProtocolRefusal>> {
  const read = claimsOf(PAYMENT, opened);
  if (!read.ok) return read;
  const { sign1 } = opened;
  if (sign1.certificate === undefined) return refuse('cert_bad_signature', 'no certificate');
  const unfit = lifeFault(policy.ownCertificate, nowMs) ?? permissionFault(policy.ownCertificate, ['pay']);
  const device = await openDeviceCertificate(sign1.certificate, policy.serverKeys, nowMs);
  if (!device.ok && device.error.kind !== 'cert_bad_signature') return device;
  if (unfit !== undefined) return refuse(unfit, 'this terminal');
  if (!device.ok) return device;
  if (!(await verifyCertified(sign1, device.value.deviceKey))) return refuse('bad_signature');
  return ok({
    type: 'payment',
    messageId: await messageIdOf(sign1),
    deviceThumbprint: hexFromBytes(await thumbprint(device.value.deviceKey)),
    payment: read.value.value,
    device: device.value,
  });
}

/** Step 12: the request was this terminal's, is open, and asked for just these points. */
function requestFault(
  { payment, messageId }: AcceptedPayment,
  { state, monotonicMs }: Situation,
): RefusalKind | undefined {
  const shown = findRequest(state, payment.requestId);
  if (shown?.request?.points !== payment.points) return 'challenge_mismatch';
  return answerFault(shown, messageId, monotonicMs);
}

/**
 * Step 15: what a device has spent only grows. Less than was seen is the proof of a rolled back or copied wallet, and
 * an epoch before the one seen is that of an older certificate.
 */
function allowanceFault(
  { payment, device, deviceThumbprint }: AcceptedPayment,
  { state }: Situation,
): 'allowance_regressed' | undefined {
  const spent = ownEntry(state.devices, deviceThumbprint)?.spent;
  const epoch = device.allowance?.epoch;
  if (spent === undefined || epoch === undefined || epoch > spent.epoch) return undefined;
  const grows = epoch === spent.epoch && payment.cumulative >= spent.cumulative + payment.points;
  return grows ? undefined : 'allowance_regressed';
}
