import type { Context, Handler } from 'hono';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import { recoverRequest, recoveryKeyRequest } from '#api/recovery.ts';
import type { RecoverReply, RecoveryKeyReply } from '#api/recovery.ts';
import { base64FromBytes } from '#base/bytes.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { clientAddress } from '#server/http/client-address.ts';
import { createRateLimiter } from '#server/http/rate-limit.ts';
import { refusalResponse } from '#server/http/refusals.ts';
import { readSignedByDevice, readSignedByOwnKey } from '#server/http/signed-message.ts';
import type { recoverByPasskey } from '#server/recovery/recover-by-passkey.ts';
import { recoverMember } from '#server/recovery/recover-member.ts';
import { setRecoveryKey } from '#server/recovery/set-recovery-key.ts';

/** Nobody loses a phone every minute; 128 bits need no limit, the server's work for a stranger does. */
export const PER_ADDRESS = { perMinute: 10, burst: 10 };
/** One code or passkey, tried from everywhere. */
export const PER_PROOF = { perMinute: 3, burst: 5 };

/** POST recovery/key: an enrolled wallet names the key of its member's recovery code. */
export function recoveryKeyRoute(deps: RouteDeps): Handler {
  return async (context) => {
    const request = await readSignedByDevice(context, recoveryKeyRequest, deps);
    if (!request.ok) return refusalResponse(context, request.error);
    const set = await setRecoveryKey(deps, request.value);
    if (!set.ok) return refusalResponse(context, { kind: set.error.kind, status: 409 });
    const reply: RecoveryKeyReply = { v: PROTOCOL_VERSION, now: deps.clock.nowMs() };
    return context.json(reply);
  };
}

/** POST recovery: a new phone proves the code of a member with a request that its new key has signed. */
export function recoveryRoute(deps: RouteDeps): Handler {
  const byAddress = createRateLimiter(deps.clock, PER_ADDRESS);
  const byCode = createRateLimiter(deps.clock, PER_PROOF);
  return async (context) => {
    const addressWaitS = byAddress.take(clientAddress(context, deps.trustedProxies));
    if (addressWaitS > 0) return tooMany(context, addressWaitS);
    const request = await readSignedByOwnKey(context, recoverRequest, deps);
    if (!request.ok) return refusalResponse(context, request.error);
    const codeWaitS = byCode.take(request.value.message.recoveryKey);
    if (codeWaitS > 0) return tooMany(context, codeWaitS);
    return recoveredResponse(context, deps, await recoverMember(deps, request.value));
  };
}

/** The same answer, whatever proved the member. */
export function recoveredResponse(
  context: Context,
  deps: RouteDeps,
  recovered: Awaited<ReturnType<typeof recoverMember | typeof recoverByPasskey>>,
): Response {
  if (!recovered.ok) return refusalResponse(context, { kind: recovered.error.kind, status: 409 });
  const { memberId, certificate, revoked } = recovered.value;
  const reply: RecoverReply = {
    v: PROTOCOL_VERSION,
    memberId,
    certificate: base64FromBytes(certificate),
    serverEpoch: deps.state.serverEpoch,
    revoked,
    now: deps.clock.nowMs(),
  };
  return context.json(reply);
}

export function tooMany(context: Context, retryAfterS: number): Response {
  return refusalResponse(context, { kind: 'too_many_requests', status: 429, retryAfterS });
}
