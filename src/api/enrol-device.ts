// POST /api/v1/devices: a wallet makes itself known. The request is signed by the very key it names.
import * as v from 'valibot';
import { base64Bytes, epochMs, hexBytes, publicKey } from './shapes.ts';

export const enrolDeviceRequest = v.strictObject({
  v: v.literal(1),
  publicKey,
  /** 0: a key held in memory or extractable; 1: stored non-extractable and read back. */
  assurance: v.picklist([0, 1]),
  /** What this key holds already: a server restored from an older backup learns from it whose key it is. */
  certificate: v.optional(base64Bytes(2048)),
});

/**
 * The same key again gets the same member id and a fresh certificate, by its own certificate even from a server that forgot it.
 * Refusals: `member_erased` (the key of a member who was erased is nobody's any more), `key_in_use`, `revoked`.
 */
export const enrolDeviceReply = v.object({
  v: v.literal(1),
  memberId: hexBytes(8),
  certificate: base64Bytes(2048),
  serverEpoch: hexBytes(8),
  now: epochMs,
});

export type EnrolDeviceRequest = v.InferOutput<typeof enrolDeviceRequest>;
export type EnrolDeviceReply = v.InferOutput<typeof enrolDeviceReply>;
