import { hexFromBytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { openDeviceCertificate, verifyCertified } from './chain.ts';
import { messageIdOf } from './cose-sign1.ts';
import { type Situation, freshnessFault, isClockBehind } from './freshness.ts';
import { MEMBER_PASS } from './member-pass.ts';
import { type OpenedMessage, claimsOf } from './open-message.ts';
import { thumbprint } from './public-key.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import { findReplay, rememberMessage } from './replay-store.ts';
import { deviceStatusFault } from './status-fault.ts';
import type { AcceptedPass, TerminalOutcome } from './verdict.ts';

/** A member pass at a terminal: who stands here. Earning does not wait for a clock that is behind, it is flagged. */
export async function verifyPass(opened: OpenedMessage, situation: Situation): Promise<TerminalOutcome> {
  const { state, nowMs } = situation;
  const authentic = await authenticate(opened, situation);
  if (!authentic.ok) return { verdict: { kind: 'refused', refusal: authentic.error }, state };
  const accepted = authentic.value;
  const fault =
    freshnessFault(accepted, accepted.pass, situation) ?? deviceStatusFault(accepted.device, situation);
  if (fault !== undefined) return { verdict: { kind: 'refused', refusal: refuse(fault).error }, state };
  const replay = findReplay(state, accepted);
  if (replay !== undefined) return { verdict: replay, state };
  return {
    verdict: { kind: 'accepted_provisional', accepted },
    state: rememberMessage(state, accepted, nowMs),
  };
}

/** Steps 7 to 9. */
async function authenticate(
  opened: OpenedMessage,
  situation: Situation,
): Promise<Result<AcceptedPass, ProtocolRefusal>> {
  const { policy, nowMs } = situation;
  const pass = claimsOf(MEMBER_PASS, opened);
  if (!pass.ok) return pass;
  const { sign1 } = opened;
  if (sign1.certificate === undefined) return refuse('cert_bad_signature', 'no certificate');
  const device = await openDeviceCertificate(sign1.certificate, policy.serverKeys, nowMs);
  if (!device.ok) return device;
  if (!(await verifyCertified(sign1, device.value.deviceKey))) return refuse('bad_signature');
  return ok({
    type: 'member_pass',
    messageId: await messageIdOf(sign1),
    deviceThumbprint: hexFromBytes(await thumbprint(device.value.deviceKey)),
    pass: pass.value.value,
    device: device.value,
    clockBehind: isClockBehind(situation),
  });
}
