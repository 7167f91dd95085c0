// POST /api/v1/terminals: a till pairs with the one-time code that the operator's command printed.
import * as v from 'valibot';
import { base64Bytes, count, epochMs, hexBytes, publicKey, shortText } from './shapes.ts';

export const enrolTerminalRequest = v.strictObject({
  v: v.literal(1),
  publicKey,
  /** Eight characters of Crockford's base32, without separators. */
  pairingCode: v.pipe(v.string(), v.regex(/^[0-9A-HJKMNP-TV-Z]{8}$/)),
  name: shortText,
  /** The till's own from an earlier pairing: a server that was restored from before it learns the number its receipts carry. */
  certificate: v.optional(base64Bytes(2048)),
});

/** Refusals: `pairing_code_unknown`, `pairing_code_used`, `pairing_code_expired`, `key_in_use`, `device_revoked`. */
export const enrolTerminalReply = v.object({
  v: v.literal(1),
  merchantId: hexBytes(8),
  tillNumber: count,
  certificate: base64Bytes(2048),
  serverEpoch: hexBytes(8),
  now: epochMs,
});

export type EnrolTerminalRequest = v.InferOutput<typeof enrolTerminalRequest>;
export type EnrolTerminalReply = v.InferOutput<typeof enrolTerminalReply>;
