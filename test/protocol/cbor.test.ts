import { cdeDecodeOptions, decode as oracleDecode } from 'cbor2';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesFromHex, equalBytes } from '#base/bytes.ts';
import { type Cbor, QR_LIMITS, decodeCbor, encodeCbor } from '#protocol/cbor.ts';

const integer = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.integer({ min: -300, max: 300 }),
  fc.constantFrom(23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER),
);
const plainBytes = fc.uint8Array({ maxLength: 30 }).map((bytes) => new Uint8Array(bytes));
const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((one) => !one.startsWith('\uFEFF'));
const { document } = fc.letrec<{ document: Cbor }>((tie) => ({
  document: fc.oneof(
    { depthSize: 'small', maxDepth: 4, withCrossShrink: true },
    integer,
    text,
    plainBytes,
    fc.constantFrom(true, false, null),
    fc.array(tie('document'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(integer, tie('document')), { maxLength: 4, selector: ([key]) => key })
      .map((entries) => new Map(entries)),
  ),
}));

describe('the profile', () => {
  test('decode after encode is identity', () => {
    fc.assert(
      fc.property(document, (value) => {
        expect(decodeCbor(encodeCbor(value), QR_LIMITS)).toEqual({ ok: true, value });
      }),
      { numRuns: 400 },
    );
  });

  test('what is accepted is what would be written, byte for byte, and an independent decoder agrees', () => {
    const near = fc.tuple(document, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }));
    let accepted = 0;
    fc.assert(
      fc.property(near, ([value, edits]) => {
        const bytes = encodeCbor(value);
        for (const [at, byte] of edits) bytes[at % bytes.length] = byte;
        const decoded = decodeCbor(bytes, QR_LIMITS);
        if (!decoded.ok) return;
        accepted++;
        expect(equalBytes(encodeCbor(decoded.value), bytes)).toBe(true);
        expect(asMaps(oracleDecode(bytes, { ...cdeDecodeOptions, preferMap: true }))).toEqual(decoded.value);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(500);
  });

  test('any bytes give a value or a refusal, never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(typeof decodeCbor(bytes, { ...QR_LIMITS, textKeys: true }).ok).toBe('boolean');
      }),
      { numRuns: 3000 },
    );
  });

  test('bytes own their memory, read or written', () => {
    const decoded = decodeCbor(hex('8143010203'), QR_LIMITS);
    const inner = decoded.ok && Array.isArray(decoded.value) ? decoded.value[0] : undefined;
    expect(inner).toBeInstanceOf(Uint8Array);
    expect((inner as Uint8Array).buffer.byteLength).toBe(3);
    const encoded = encodeCbor([new Uint8Array(3)]);
    expect([encoded.constructor, encoded.buffer.byteLength]).toEqual([Uint8Array, 5]);
  });

  test('a value outside the profile is never encoded', () => {
    for (const value of [1.5, -0, Number.NaN, 2 ** 53, '\uD800', '\uFEFFx']) {
      expect(() => encodeCbor(value)).toThrow('bug');
    }
  });
});

test.each([
  ['', 'cbor_truncated'],
  ['18', 'cbor_truncated'],
  ['4201', 'cbor_truncated'],
  ['9bffffffffffffffff', 'cbor_truncated'],
  ['9affffffff', 'cbor_truncated'],
  ['a101', 'cbor_truncated'],
  ['0000', 'cbor_trailing'],
  ['1817', 'cbor_not_shortest'],
  ['1900ff', 'cbor_not_shortest'],
  ['1a0000ffff', 'cbor_not_shortest'],
  ['1b00000000ffffffff', 'cbor_not_shortest'],
  ['580100', 'cbor_not_shortest'],
  ['9f00ff', 'cbor_indefinite_or_reserved'],
  ['1c', 'cbor_indefinite_or_reserved'],
  ['a100ff', 'cbor_indefinite_or_reserved'],
  ['ff', 'cbor_indefinite_or_reserved'],
  ['c000', 'cbor_tag'],
  ['f93c00', 'cbor_simple_or_float'],
  ['fb3ff199999999999a', 'cbor_simple_or_float'],
  ['f7', 'cbor_simple_or_float'],
  ['f818', 'cbor_simple_or_float'],
  ['1b0020000000000000', 'cbor_int_range'],
  ['3b001fffffffffffff', 'cbor_int_range'],
  ['1bffffffffffffffff', 'cbor_int_range'],
  ['61ff', 'cbor_utf8'],
  ['63eda080', 'cbor_utf8'],
  ['63efbbbf', 'cbor_utf8'],
  ['a14000', 'cbor_key_type'],
  ['a1616100', 'cbor_key_type'],
  ['a1800000', 'cbor_key_type'],
  ['a202000100', 'cbor_key_order'],
  ['a220000000', 'cbor_key_order'],
  ['a201000100', 'cbor_dup_key'],
  ['81818181818100', undefined],
  ['8181818181818100', 'cbor_too_deep'],
])('%s is %s', (document, kind) => {
  const decoded = decodeCbor(hex(document), QR_LIMITS);
  expect(decoded.ok ? undefined : decoded.error.kind).toBe(kind);
});

test.each([
  ['items', `98ff${'00'.repeat(255)}`, `990100${'00'.repeat(256)}`, 'cbor_too_many_items'],
  ['bytes', `5904ad${'00'.repeat(1197)}`, `5904ae${'00'.repeat(1198)}`, 'too_large'],
])('the limit of %s is exact', (_, within, beyond, kind) => {
  expect(decodeCbor(hex(within), QR_LIMITS)).toMatchObject({ ok: true });
  expect(decodeCbor(hex(beyond), QR_LIMITS)).toMatchObject({ error: { kind } });
});

test('text keys are taken only where they are asked for, and in bytewise order', () => {
  const limits = { ...QR_LIMITS, textKeys: true };
  expect(decodeCbor(hex('a2616100616200'), limits)).toMatchObject({ ok: true });
  expect(decodeCbor(hex('a2616200616100'), limits)).toMatchObject({ error: { kind: 'cbor_key_order' } });
});

test('of all orders of the entries of a map one is accepted', () => {
  const limits = { ...QR_LIMITS, textKeys: true };
  const keys = fc.uniqueArray(fc.oneof(integer, text), { minLength: 1, maxLength: 5 });
  const orders = keys.chain((one) =>
    fc.tuple(fc.constant(one), fc.shuffledSubarray(one, { minLength: one.length })),
  );
  fc.assert(
    fc.property(orders, ([entries, order]) => {
      const sorted = encodeCbor(new Map(entries.map((key) => [key, null])));
      const parts = order.map((key) => [...encodeCbor(key), 0xf6]);
      const bytes = Uint8Array.of(0xa0 + order.length, ...parts.flat());
      const decoded = decodeCbor(bytes, limits);
      expect(decoded.ok ? 'ok' : decoded.error.kind).toBe(
        equalBytes(bytes, sorted) ? 'ok' : 'cbor_key_order',
      );
      expect(decodeCbor(bytes, { ...limits, anyKeyOrder: true }).ok).toBe(true);
      const twice = Uint8Array.of(bytes[0]! + 1, ...parts.flat(), ...parts[0]!);
      expect(decodeCbor(twice, limits)).toMatchObject({ error: { kind: 'cbor_dup_key' } });
    }),
    { numRuns: 400 },
  );
});

function hex(text: string): Uint8Array {
  return bytesFromHex(text) ?? expect.fail(text);
}

/** cbor2 makes Buffers of byte strings in Node, and a plain object of an empty map whatever it is told. */
function asMaps(value: unknown): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(asMaps);
  if (value instanceof Map) return new Map(Array.from(value, ([key, inner]) => [key, asMaps(inner)]));
  const isEmptyObject =
    Object.prototype.toString.call(value) === '[object Object]' && !Object.keys(value as object).length;
  return isEmptyObject ? new Map() : value;
}
