import { type Result, ok } from '#base/result.ts';
import type { Bytes } from '#base/bytes.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';

// RFC 9285. Every base45 package tried accepts text that the RFC forbids, so that two texts would mean one message.
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const VALUE_OF = new Map(Array.from(ALPHABET, (char, value) => [char, value]));

export function base45FromBytes(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) {
    const second = bytes[i + 1];
    text += second === undefined ? digits(bytes[i]!, 2) : digits(bytes[i]! * 256 + second, 3);
  }
  return text;
}

/**
 * Inverse of `base45FromBytes`; accepts exactly what it writes, so lower case and white space are refused.
 * Refusals: `b45_char` (not in the alphabet), `b45_len` (one character left over), `b45_range` (a group that
 * stands for more than its bytes can hold).
 */
export function bytesFromBase45(text: string): Result<Bytes, ProtocolRefusal> {
  const values: number[] = [];
  for (const char of text) {
    const value = VALUE_OF.get(char);
    if (value === undefined) return refuse('b45_char');
    values.push(value);
  }
  if (values.length % 3 === 1) return refuse('b45_len');
  const bytes = new Uint8Array(Math.floor(values.length / 3) * 2 + (values.length % 3 === 2 ? 1 : 0));
  let at = 0;
  for (let i = 0; i < values.length; i += 3) {
    const third = values[i + 2];
    const group = values[i]! + values[i + 1]! * 45 + (third ?? 0) * 2025;
    if (group > (third === undefined ? 0xff : 0xffff)) return refuse('b45_range');
    if (third !== undefined) bytes[at++] = group >> 8;
    bytes[at++] = group & 0xff;
  }
  return ok(bytes);
}

function digits(group: number, count: number): string {
  let text = '';
  for (let rest = group, i = 0; i < count; i++, rest = Math.floor(rest / 45)) text += ALPHABET[rest % 45]!;
  return text;
}
