// POST /api/v1/recovery/key: a device of the member names the key of their recovery code.
// POST /api/v1/recovery: a new phone proves the code, and becomes a device of that member.
import * as v from 'valibot';
import { base64Bytes, epochMs, hexBytes, publicKey } from './shapes.ts';

const signature = v.pipe(base64Bytes(64), v.length(88));

/** Signed by an enrolled wallet. */
export const recoveryKeyRequest = v.strictObject({
  v: v.literal(1),
  /** Public half of the key derived from the code. */
  recoveryKey: publicKey,
  /** The device's signature over `appoint`; kept as evidence of who asked. */
  appointed: signature,
  /** The recovery key's over `accept`: nobody can name a key that is not theirs. */
  accepted: signature,
});

export const recoveryKeyReply = v.strictObject({ v: v.literal(1), now: epochMs });

/** Signed by the key of the new phone, which nobody has to know yet. */
export const recoverRequest = v.strictObject({
  v: v.literal(1),
  publicKey,
  assurance: v.picklist([0, 1]),
  recoveryKey: publicKey,
  keepOthers: v.boolean(),
  /** The recovery key's signature over `recover`. */
  proof: signature,
});

/** The same phone again gets the same answer. */
export const recoverReply = v.strictObject({
  v: v.literal(1),
  memberId: hexBytes(8),
  certificate: base64Bytes(2048),
  serverEpoch: hexBytes(8),
  /** Devices that may not speak for the member any more. */
  revoked: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  now: epochMs,
});

export type RecoveryKeyRequest = v.InferOutput<typeof recoveryKeyRequest>;
export type RecoveryKeyReply = v.InferOutput<typeof recoveryKeyReply>;
export type RecoverRequest = v.InferOutput<typeof recoverRequest>;
export type RecoverReply = v.InferOutput<typeof recoverReply>;
