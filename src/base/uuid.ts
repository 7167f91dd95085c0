import { assert } from './assert.ts';
import { type Bytes, hexFromBytes } from './bytes.ts';

/** A UUIDv7 (RFC 9562) from a time and ten random bytes: event ids sort by creation, no shared counter needed. */
export function uuidV7(unixMs: number, random: Bytes): string {
  assert(random.length === 10, 'a UUIDv7 takes ten random bytes');
  assert(Number.isSafeInteger(unixMs) && unixMs >= 0 && unixMs < 2 ** 48, 'a UUIDv7 takes a 48-bit time');
  const time = unixMs.toString(16).padStart(12, '0');
  const rest = new Uint8Array(random);
  rest[0] = (rest[0]! & 0x0f) | 0x70;
  rest[2] = (rest[2]! & 0x3f) | 0x80;
  const hex = time + hexFromBytes(rest);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
