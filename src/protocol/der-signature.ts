import type { Bytes } from '#base/bytes.ts';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const HALF_BYTES = 32;

/**
 * An ECDSA signature as X.509 and WebAuthn write it (RFC 3279 2.2.3: two DER integers) in the form that WebCrypto takes,
 * r||s of 64 bytes. `undefined` unless it is exactly what DER would write: one signature has one encoding.
 */
export function rawFromDerSignature(der: Bytes): Bytes | undefined {
  if (der[0] !== SEQUENCE || der[1] !== der.length - 2) return undefined;
  const r = integerAt(der, 2);
  const s = r && integerAt(der, r.end);
  if (r === undefined || s === undefined || s.end !== der.length) return undefined;
  const raw = new Uint8Array(2 * HALF_BYTES);
  raw.set(r.digits, HALF_BYTES - r.digits.length);
  raw.set(s.digits, 2 * HALF_BYTES - s.digits.length);
  return raw;
}

/** A positive integer of at most 32 bytes, without the zero that only keeps its sign. */
function integerAt(
  der: Bytes,
  at: number,
): { readonly digits: Uint8Array; readonly end: number } | undefined {
  const length = der[at + 1];
  if (der[at] !== INTEGER || length === undefined || length === 0) return undefined;
  const end = at + 2 + length;
  const whole = der.subarray(at + 2, end);
  if (whole.length !== length || whole[0]! >= 0x80) return undefined;
  const padded = length > 1 && whole[0] === 0;
  if (padded && whole[1]! < 0x80) return undefined;
  const digits = padded ? whole.subarray(1) : whole;
  return digits.length > HALF_BYTES ? undefined : { digits, end };
}
