import type { Bytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';

// RFC 4648 section 6, without padding: what a QR code in an address holds.
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function base32FromBytes(bytes: Uint8Array): string {
  let text = '';
  let [waiting, bits] = [0, 0];
  for (const byte of bytes) {
    waiting = ((waiting << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ALPHABET[(waiting >> (bits - 5)) & 31]!;
  }
  return bits === 0 ? text : text + ALPHABET[(waiting << (5 - bits)) & 31]!;
}

/**
 * Inverse of `base32FromBytes`; accepts exactly what it writes. Refusals bear the names of base45, since they mean
 * the same to people: `b45_char` (not in the alphabet, lower case, padding), `b45_len` (a length that no bytes have),
 * `b45_range` (bits behind the last byte).
 */
export function bytesFromBase32(text: string): Result<Bytes, ProtocolRefusal> {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let [waiting, bits, at] = [0, 0, 0];
  for (const char of text) {
    const value = ALPHABET.indexOf(char);
    if (value < 0) return refuse('b45_char');
    waiting = ((waiting << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes[at++] = (waiting >> (bits -= 8)) & 0xff;
  }
  if (bits >= 5) return refuse('b45_len');
  return (waiting & ((1 << bits) - 1)) === 0 ? ok(bytes) : refuse('b45_range');
}
