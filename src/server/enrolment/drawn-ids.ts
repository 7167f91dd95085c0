// Ids that the server draws for a new key. Whoever asks twice hears the same, even from a server that has forgotten the first
// time: a request that hung in the network while a backup was restored must not make somebody else of a device that knows
// already who it is. The secret keeps people from trying keys until one is given the id of another.
import { createHmac } from 'node:crypto';
import type { Bytes } from '#base/bytes.ts';
import type { DeviceKey } from './device-id.ts';

const MEMBER_ID_DIGITS = 16;
const SERIAL_BYTES = 6;

/** Hex of eight bytes. */
export function memberIdOf(secret: Bytes, { id }: DeviceKey): string {
  return createHmac('sha256', secret).update(`member of ${id}`).digest('hex').slice(0, MEMBER_ID_DIGITS);
}

/** 48 bits, below the serials of added tills: unique without a shared counter, and its column refuses the one repeat in a lifetime. */
export function serialOf(secret: Bytes, { id }: DeviceKey): number {
  return createHmac('sha256', secret).update(`till of ${id}`).digest().readUIntBE(0, SERIAL_BYTES);
}
