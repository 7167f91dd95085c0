// Ids that the server draws for a new key. Whoever asks twice hears the same, even from a server that has forgotten the first
// time: a request that hung in the network while a backup was restored must not make somebody else of a device that knows
// already who it is. The secret keeps people from trying keys until one is given the id of another.
import { createHmac } from 'node:crypto';
import type { Bytes } from '#base/bytes.ts';
import type { DeviceKey } from './device-id.ts';

export interface DrawnIds {
  /** Hex of eight bytes. */
  readonly member: (key: DeviceKey) => string;
  /** 48 bits, below the serials of added tills: unique without a shared counter, and its column refuses the one repeat in a lifetime. */
  readonly serial: (key: DeviceKey) => number;
}

const MEMBER_ID_DIGITS = 16;
const SERIAL_BYTES = 6;

/** `secret`: of all processes of one server, and kept as long as its members. */
export function createDrawnIds(secret: Bytes): DrawnIds {
  const drawn = (what: string, { id }: DeviceKey) =>
    createHmac('sha256', secret).update(`${what} of ${id}`).digest();
  return {
    member: (key) => drawn('member', key).toString('hex').slice(0, MEMBER_ID_DIGITS),
    serial: (key) => drawn('till', key).readUIntBE(0, SERIAL_BYTES),
  };
}
