import { p256 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesFromHex, bytesFromText, concatBytes } from '#base/bytes.ts';
import { type Cbor, encodeCbor } from '#protocol/cbor.ts';
import {
  checkHeaders,
  makeSign1,
  messageIdOf,
  readEnvelope,
  readSign1,
  verifySign1,
} from '#protocol/cose-sign1.ts';
import { QR_LIMITS } from '#protocol/cbor.ts';
import { compressPoint, uncompressPoint } from '#protocol/p256-point.ts';
import { coseKeyFromPublicKey, publicKeyFromCoseKey, thumbprint, verifyEs256 } from '#protocol/public-key.ts';
import { createSigner, generateSigningKey } from '#protocol/signer.ts';
import { deviceKey, fixedSigner, idOf, strangerSigner } from './world.ts';

const secrets = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .filter((bytes) => p256.utils.isValidSecretKey(bytes));

describe('a point', () => {
  test('is uncompressed as an independent library does it', () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const compressed = new Uint8Array(p256.getPublicKey(secret, true));
        const whole = new Uint8Array(p256.getPublicKey(secret, false));
        expect(uncompressPoint(compressed)).toEqual(whole);
        expect(compressPoint(whole)).toEqual(compressed);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ['a sign byte of the uncompressed form', `04${'11'.repeat(32)}`],
    ['a byte too few', `02${'11'.repeat(31)}`],
    ['an x without a y', `02${'00'.repeat(31)}01`],
    ['an x above the prime', `02${'ff'.repeat(32)}`],
    ['the prime itself', '02ffffffff00000001000000000000000000000000ffffffffffffffffffffffff'],
  ])('is refused: %s', async (_, hex) => {
    const key = bytesFromHex(hex) ?? expect.fail(hex);
    expect(uncompressPoint(key)).toBeUndefined();
    expect(await verifyEs256(key, idOf(1, 64), idOf(1))).toBe(false);
  });
});

describe('a COSE key', () => {
  test('decode after encode is identity', () => {
    for (const filler of [1, 2, 3, 4, 5]) {
      const { publicKey } = fixedSigner(filler);
      expect(publicKeyFromCoseKey(coseKeyFromPublicKey(publicKey))).toEqual(publicKey);
    }
  });

  test.each<[string, [number, Cbor][]]>([
    ['another key type', [[1, 1]]],
    ['another curve', [[-1, 2]]],
    ['an x of 31 bytes', [[-2, new Uint8Array(31)]]],
    ['a y in full', [[-3, new Uint8Array(32)]]],
    ['a private part', [[-4, new Uint8Array(32)]]],
  ])('with %s is none of ours', (_, change) => {
    const key = new Map([...coseKeyFromPublicKey(deviceKey.publicKey), ...change]);
    expect(publicKeyFromCoseKey(key)).toBeUndefined();
  });

  test('has a thumbprint of its own', async () => {
    expect(await thumbprint(deviceKey.publicKey)).not.toEqual(await thumbprint(strangerSigner.publicKey));
    await expect(thumbprint(new Uint8Array(33))).rejects.toThrow('bug');
  });
});

describe('a signing key of this engine', () => {
  test('signs what it verifies, what an independent library verifies, and nothing else', async () => {
    const signer = await createSigner(await generateSigningKey({ extractable: false }));
    const bytes = bytesFromText('text');
    const signature = await signer.sign(bytes);
    expect([signer.publicKey.length, signature.length]).toEqual([33, 64]);
    expect(await verifyEs256(signer.publicKey, signature, bytes)).toBe(true);
    expect(p256.verify(signature, bytes, signer.publicKey, { lowS: false })).toBe(true);
    expect(await verifyEs256(signer.publicKey, signature, bytesFromText('test'))).toBe(false);
    expect(await verifyEs256(strangerSigner.publicKey, signature, bytes)).toBe(false);
  });

  test('cannot be carried off', async () => {
    const { privateKey } = await generateSigningKey({ extractable: false });
    await expect(globalThis.crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
  });

  test('that is shorter than 64 bytes is not even tried', async () => {
    const signature = await deviceKey.sign(idOf(1));
    for (const wrong of [signature.slice(0, 63), concatBytes(signature, idOf(0, 1)), idOf(1, 2)]) {
      expect(await verifyEs256(deviceKey.publicKey, wrong, idOf(1))).toBe(false);
    }
  });
});

describe('a signed envelope', () => {
  const payload = encodeCbor(new Map([[1, 2]]));

  test('keeps its name however often it is signed', async () => {
    const signer = await createSigner(await generateSigningKey({ extractable: false }));
    const [one, two] = await Promise.all([makeSign1({ payload }, signer), makeSign1({ payload }, signer)]);
    expect(one).not.toEqual(two);
    const [a, b] = [one, two].map((bytes) => readEnvelope(bytes, QR_LIMITS));
    if (!a?.ok || !b?.ok) return expect.fail('not an envelope');
    expect(await messageIdOf(a.value)).toEqual(await messageIdOf(b.value));
    expect(await verifySign1(b.value, signer.publicKey)).toBe(true);
  });

  test('is not valid under another application', async () => {
    const envelope = readEnvelope(await makeSign1({ payload }, deviceKey), QR_LIMITS);
    if (!envelope.ok) return expect.fail(envelope.error.kind);
    expect(await verifySign1(envelope.value, deviceKey.publicKey, bytesFromText('lw2'))).toBe(false);
  });

  const alg: [number, Cbor][] = [[1, -9]];
  test.each<[string, Cbor, string | undefined]>([
    ['as it should be', envelopeOf(alg, []), undefined],
    ['of three parts', [encodeCbor(new Map(alg)), new Map(), payload], 'cose_shape'],
    ['with an empty protected header', [new Uint8Array(0), new Map(), payload, idOf(0, 64)], 'cose_shape'],
    ['whose protected header is no map', [encodeCbor([1]), new Map(), payload, idOf(0, 64)], 'cose_shape'],
    ['without a payload', [encodeCbor(new Map(alg)), new Map(), null, idOf(0, 64)], 'cose_shape'],
    ['with a kid of seven bytes', envelopeOf([...alg, [4, idOf(1, 7)]], []), 'cose_shape'],
    ['with a kid that is not signed', envelopeOf(alg, [[4, idOf(1)]]), 'cose_shape'],
    ['with a certificate as bytes', envelopeOf(alg, [[13, idOf(1)]]), 'cose_shape'],
    ['with its certificate signed', envelopeOf([...alg, [13, [1]]], []), 'cose_shape'],
    ['with a label in both headers', envelopeOf(alg, alg), 'cose_dup_header'],
    ['with a critical header', envelopeOf([...alg, [2, [1]]], []), 'cose_crit'],
    ['with an unsigned critical header', envelopeOf(alg, [[2, [1]]]), 'cose_crit'],
    ['without an algorithm', envelopeOf([[4, idOf(1)]], []), 'alg_unsupported'],
    ['signed by EdDSA', envelopeOf([[1, -19]], []), 'alg_unsupported'],
    ['with a short signature', [encodeCbor(new Map(alg)), new Map(), payload, idOf(0, 40)], 'sig_length'],
  ])('%s', (_, parts, kind) => {
    const envelope = readEnvelope(encodeCbor(parts), QR_LIMITS);
    const read = envelope.ok ? readSign1(envelope.value) : envelope;
    expect(read.ok ? undefined : read.error.kind).toBe(kind);
  });

  test('of the old algorithm number is for published examples only', () => {
    const envelope = readEnvelope(encodeCbor(envelopeOf([[1, -7]], [])), QR_LIMITS);
    if (!envelope.ok) return expect.fail(envelope.error.kind);
    expect(checkHeaders(envelope.value, -7).ok).toBe(true);
    expect(checkHeaders(envelope.value).ok).toBe(false);
  });

  function envelopeOf(header: readonly [number, Cbor][], unsigned: readonly [number, Cbor][]): Cbor {
    return [encodeCbor(new Map(header)), new Map(unsigned), payload, idOf(0, 64)];
  }
});
