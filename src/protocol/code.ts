import type { Bytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { base45FromBytes, bytesFromBase45 } from './base45.ts';
import { QR_LIMITS } from './cbor.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';

const PREFIX = 'LW1:';

/** The text of a QR code: all its characters are in the alphanumeric mode of QR. */
export function codeFromBytes(bytes: Uint8Array): string {
  return PREFIX + base45FromBytes(bytes);
}

/**
 * Bytes of a scanned, typed or pasted code. White space around it is tolerated, because paste and keyboard-wedge
 * scanners add it. Refusals: `qr_unknown` (not a code of ours), `b45_*`, `too_large`.
 */
export function bytesFromCode(text: string): Result<Bytes, ProtocolRefusal> {
  // A space is a base45 digit too, but never the last one: it would make its group larger than its bytes.
  const code = text.trim();
  if (!code.startsWith(PREFIX)) return refuse('qr_unknown');
  const decoded = bytesFromBase45(code.slice(PREFIX.length));
  if (!decoded.ok) return decoded;
  return decoded.value.length > QR_LIMITS.maxBytes ? refuse('too_large') : ok(decoded.value);
}
