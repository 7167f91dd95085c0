// GET /api/v1/recovery/nonce: what the next answer of a passkey must cover; good for five minutes.
// POST /api/v1/recovery/passkey: a device of the member names a passkey that may bring everything to a new phone.
// POST /api/v1/recovery/passkey/remove: and takes it away again.
// POST /api/v1/recovery/by-passkey: a new phone with the passkey becomes a device of that member.
import * as v from 'valibot';
import { base64Bytes, epochMs, publicKey } from './shapes.ts';

/** WebAuthn 5.8.3: no id is longer. */
const credentialId = v.pipe(base64Bytes(1023), v.minLength(4));
/** `clientDataJSON` is an address and a challenge; attestations that nobody asked for may be long. */
const clientData = base64Bytes(2048);
const nonce = v.pipe(v.string(), v.maxLength(64), v.regex(/^[A-Za-z0-9_-]+$/));

export const recoveryNonceReply = v.object({ v: v.literal(1), nonce, now: epochMs });

/** Signed by an enrolled wallet. */
export const setPasskeyRequest = v.strictObject({
  v: v.literal(1),
  nonce,
  /** As `navigator.credentials.create` gave them, for the challenge `appoint`. */
  clientData,
  attestation: base64Bytes(16 * 1024),
});

/** Signed by an enrolled wallet. */
export const removePasskeyRequest = v.strictObject({ v: v.literal(1) });

export const passkeyReply = v.object({
  v: v.literal(1),
  /** The one that is good for nothing any more: the platform may forget it. */
  former: v.optional(credentialId),
  now: epochMs,
});

/** Signed by the key of the new phone, which nobody has to know yet. Answered by `recoverReply`. */
export const recoverByPasskeyRequest = v.strictObject({
  v: v.literal(1),
  publicKey,
  assurance: v.picklist([0, 1]),
  keepOthers: v.boolean(),
  nonce,
  /** As `navigator.credentials.get` gave them, for the challenge `recover`. */
  userHandle: v.pipe(base64Bytes(64), v.minLength(12)),
  credentialId,
  clientData,
  authenticatorData: base64Bytes(2048),
  signature: base64Bytes(80),
});

export type RecoveryNonceReply = v.InferOutput<typeof recoveryNonceReply>;
export type SetPasskeyRequest = v.InferOutput<typeof setPasskeyRequest>;
export type RemovePasskeyRequest = v.InferOutput<typeof removePasskeyRequest>;
export type PasskeyReply = v.InferOutput<typeof passkeyReply>;
export type RecoverByPasskeyRequest = v.InferOutput<typeof recoverByPasskeyRequest>;
