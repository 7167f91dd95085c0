// CBOR profile LWC1: safe integers, byte strings, UTF-8 text, arrays, maps, true, false, null; definite lengths,
// shortest heads, keys in bytewise order. One value has one encoding, so hashes and ids of messages are stable.
import { decode, encode, rfc8949EncodeOptions } from 'cborg';
import { assert } from '#base/assert.ts';
import type { Bytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { type CborLimits, scanCbor } from './cbor-scan.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';

export type Cbor = number | boolean | null | string | Bytes | readonly Cbor[] | CborMap;
/** Keys are integers; text keys only where `CborLimits.textKeys` allows them. */
export type CborMap = ReadonlyMap<number | string, Cbor>;

/** What a scanned code may hold. */
export const QR_LIMITS: CborLimits = { maxBytes: 1200, maxDepth: 6, maxItems: 256 };
/** A pushed journal record with the messages inside it: four of a till that another has added, whose chain is longer. */
export const RECORD_LIMITS: CborLimits = { maxBytes: 3072, maxDepth: 6, maxItems: 256 };
/** A trust list: about 5,000 merchants. */
export const LIST_LIMITS: CborLimits = { maxBytes: 1 << 20, maxDepth: 8, maxItems: 1 << 17 };

/**
 * Decodes one document that must be exactly what `encodeCbor` would have written. Refusals: `too_large`, `cbor_*`.
 * The scan leaves one encoding for every value and bounds what the library is asked to build, so nothing that the library
 * tolerates gets through; a test holds what is accepted against what would be written, byte for byte.
 */
export function decodeCbor(bytes: Uint8Array, limits: CborLimits): Result<Cbor, ProtocolRefusal> {
  if (bytes.length > limits.maxBytes) return refuse('too_large');
  const fault = scanCbor(bytes, limits);
  const isUnsorted = fault === 'cbor_key_order';
  if (fault !== undefined && !isUnsorted) return refuse(fault);
  const value = decodeScanned(bytes);
  // Keys that ascend do not repeat.
  if (value === undefined) return refuse('cbor_dup_key');
  return isUnsorted && limits.anyKeyOrder !== true ? refuse('cbor_key_order') : ok(value);
}

/** Throws when the value is outside the profile: what we send is never decided by input. */
export function encodeCbor(value: Cbor): Bytes {
  assertProfile(value);
  // The library hands out views of one shared buffer, and Buffers in Node, whose `slice` does not copy.
  return new Uint8Array(encode(value, rfc8949EncodeOptions));
}

const STRICT = {
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowBigInt: false,
  allowInfinity: false,
  allowNaN: false,
};

/** After the scan a repeated key is the only thing left for the library to refuse. */
function decodeScanned(bytes: Uint8Array): Cbor | undefined {
  try {
    return decode(bytes, STRICT);
  } catch {
    return undefined;
  }
}

function assertProfile(value: Cbor): void {
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value) && !Object.is(value, -0), 'CBOR numbers are safe integers');
  } else if (typeof value === 'string') {
    assert(!/[\uD800-\uDFFF]/u.test(value) && !value.startsWith('\uFEFF'), 'CBOR text is well-formed');
  } else if (value instanceof Map) {
    for (const [key, inner] of value) {
      assertProfile(key);
      assertProfile(inner);
    }
  } else if (Array.isArray(value)) {
    for (const inner of value) assertProfile(inner);
  } else {
    assert(value === null || typeof value === 'boolean' || value instanceof Uint8Array, 'CBOR profile LWC1');
  }
}
