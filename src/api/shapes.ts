// Shapes that several messages share.
import * as v from 'valibot';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Standard base64 with padding of at most `maxBytes` bytes. */
export function base64Bytes(maxBytes: number) {
  return v.pipe(v.string(), v.maxLength(Math.ceil(maxBytes / 3) * 4), v.regex(BASE64));
}

/** Lower-case hex of exactly `length` bytes. */
export function hexBytes(length: number) {
  return v.pipe(v.string(), v.length(2 * length), v.regex(/^[0-9a-f]*$/));
}

export const recordId = v.pipe(v.string(), v.regex(UUID_V7));
export const epochMs = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A compressed P-256 public key: 33 bytes. */
export const publicKey = v.pipe(base64Bytes(33), v.length(44));
export const slug = v.pipe(v.string(), v.maxLength(64), v.regex(/^[a-z0-9][a-z0-9-]*$/));
/** What a person calls a device; empty when they call it nothing. */
export const deviceName = v.pipe(v.string(), v.maxLength(120));
export const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
/** A stable refusal name; `i18n` has the words. */
export const refusalKind = v.pipe(v.string(), v.maxLength(64), v.regex(/^[a-z0-9_]+$/));
