import type { Context, Handler } from 'hono';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import {
  type PasskeyReply,
  type RecoveryNonceReply,
  recoverByPasskeyRequest,
  removePasskeyRequest,
  setPasskeyRequest,
} from '#api/recovery-passkey.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { clientAddress } from '#server/http/client-address.ts';
import { createRateLimiter } from '#server/http/rate-limit.ts';
import { refusalResponse } from '#server/http/refusals.ts';
import { createServerNonces } from '#server/http/server-nonce.ts';
import { readSignedByDevice, readSignedByOwnKey } from '#server/http/signed-message.ts';
import { type PasskeyDeps, removePasskey, setPasskey } from '#server/recovery/member-passkey.ts';
import { memberFrom, recoverByPasskey } from '#server/recovery/recover-by-passkey.ts';
import { PER_ADDRESS, PER_PROOF, recoveredResponse, tooMany } from './recovery.ts';

/** GET recovery/nonce: for anybody; it says nothing but the time. */
export function recoveryNonceRoute(deps: RouteDeps): Handler {
  const nonces = createServerNonces(deps.state.nonceSecret, deps.clock);
  return (context) => {
    const reply: RecoveryNonceReply = { v: PROTOCOL_VERSION, nonce: nonces.make(), now: deps.clock.nowMs() };
    return context.json(reply);
  };
}

/** POST recovery/passkey: an enrolled wallet names the passkey of its member. */
export function setPasskeyRoute(deps: RouteDeps): Handler {
  const depsFor = passkeyDeps(deps);
  return async (context) => {
    const request = await readSignedByDevice(context, setPasskeyRequest, deps);
    if (!request.ok) return refusalResponse(context, request.error);
    const set = await setPasskey(depsFor(context), request.value);
    if (!set.ok) return refusalResponse(context, { kind: set.error.kind, status: 409 });
    const reply: PasskeyReply = { v: PROTOCOL_VERSION, ...set.value, now: deps.clock.nowMs() };
    return context.json(reply);
  };
}

/** POST recovery/passkey/remove: and takes it away. */
export function removePasskeyRoute(deps: RouteDeps): Handler {
  return async (context) => {
    const request = await readSignedByDevice(context, removePasskeyRequest, deps);
    if (!request.ok) return refusalResponse(context, request.error);
    const removed = await removePasskey(deps, request.value.device);
    if (!removed.ok) return refusalResponse(context, { kind: removed.error.kind, status: 409 });
    const reply: PasskeyReply = { v: PROTOCOL_VERSION, ...removed.value, now: deps.clock.nowMs() };
    return context.json(reply);
  };
}

/** POST recovery/by-passkey: a new phone proves the passkey of a member with a request that its new key has signed. */
export function recoveryByPasskeyRoute(deps: RouteDeps): Handler {
  const depsFor = passkeyDeps(deps);
  const byAddress = createRateLimiter(deps.clock, PER_ADDRESS);
  const byMember = createRateLimiter(deps.clock, PER_PROOF);
  return async (context) => {
    const addressWaitS = byAddress.take(clientAddress(context, deps.trustedProxies));
    if (addressWaitS > 0) return tooMany(context, addressWaitS);
    const request = await readSignedByOwnKey(context, recoverByPasskeyRequest, deps);
    if (!request.ok) return refusalResponse(context, request.error);
    const memberWaitS = byMember.take(memberFrom(request.value.message) ?? '');
    if (memberWaitS > 0) return tooMany(context, memberWaitS);
    return recoveredResponse(context, deps, await recoverByPasskey(depsFor(context), request.value));
  };
}

/**
 * The relying party is the address that phones see. Without a configured one it is what the request names: a passkey answers for
 * one host only, so naming another wins nothing.
 */
function passkeyDeps(deps: RouteDeps): (context: Context) => PasskeyDeps {
  const nonces = createServerNonces(deps.state.nonceSecret, deps.clock);
  return (context) => ({
    ...deps,
    nonces,
    origin: deps.publicOrigin ?? new URL(context.req.url).origin,
  });
}
