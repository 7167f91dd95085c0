// POST /api/v1/devices/…: a member's own devices. One links another, names itself, shuts one out, hands a voucher over.
import * as v from 'valibot';
import { base64Bytes, count, deviceName, epochMs, hexBytes, publicKey } from './shapes.ts';

const signature = v.pipe(base64Bytes(64), v.length(88));
const nonce = v.pipe(base64Bytes(8), v.length(12));

/** Signed by an enrolled wallet: the key of a new phone is to become a device of the same member. */
export const linkDeviceRequest = v.strictObject({
  v: v.literal(1),
  deviceKey: publicKey,
  nonce,
  name: deviceName,
  issuedAtS: count,
  /** Over `link`, by the caller's key. */
  proof: signature,
});

/** Signed by the new phone's key; answered like an enrolment. */
export const takeLinkRequest = v.strictObject({
  v: v.literal(1),
  publicKey,
  assurance: v.picklist([0, 1]),
  /** The enrolled phone's statement, when this one carries it: the server may not have heard of it yet. */
  link: v.optional(
    v.strictObject({
      memberId: hexBytes(8),
      /** Thumbprint of the device that signed. */
      by: hexBytes(32),
      nonce,
      name: deviceName,
      issuedAtS: count,
      proof: signature,
    }),
  ),
});

/** Signed by any device of the member. */
export const ownDevicesRequest = v.strictObject({ v: v.literal(1) });

export const ownDevice = v.object({
  /** Thumbprint, hex. */
  id: hexBytes(32),
  name: deviceName,
  /** When it last synced, to within some minutes. */
  seenAt: v.optional(epochMs),
  revokedAt: v.optional(epochMs),
});

export const ownDevicesReply = v.object({
  v: v.literal(1),
  devices: v.array(ownDevice),
  /** So many may be in use at once. */
  most: count,
  now: epochMs,
});

/** Names the caller itself. */
export const nameDeviceRequest = v.strictObject({ v: v.literal(1), name: deviceName });

/** Signed by any device of the member, be it the one that is to go. */
export const revokeDeviceRequest = v.strictObject({
  v: v.literal(1),
  device: hexBytes(32),
  /** Over `revoke`, by the caller's key. */
  proof: signature,
});

/** Signed by the device that has the voucher, which shows it no more from before this call on. */
export const moveVoucherRequest = v.strictObject({
  v: v.literal(1),
  /** Voucher id. */
  voucher: hexBytes(12),
  /** Thumbprint of the device that gets it. */
  to: hexBytes(32),
  /** Over `move`, by the caller's key. */
  proof: signature,
});

/** The same call again gets the same answer. */
export const doneReply = v.object({ v: v.literal(1), now: epochMs });

export type LinkDeviceRequest = v.InferOutput<typeof linkDeviceRequest>;
export type TakeLinkRequest = v.InferOutput<typeof takeLinkRequest>;
export type OwnDevice = v.InferOutput<typeof ownDevice>;
export type OwnDevicesReply = v.InferOutput<typeof ownDevicesReply>;
export type RevokeDeviceRequest = v.InferOutput<typeof revokeDeviceRequest>;
export type MoveVoucherRequest = v.InferOutput<typeof moveVoucherRequest>;
export type DoneReply = v.InferOutput<typeof doneReply>;
