// Vectors that nobody on the team wrote. They live outside the repository; where they are absent this file says so
// and the checks are skipped, because the rest of the suite does not depend on them.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { compressPoint } from '#protocol/p256-point.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { openMessage } from '#protocol/open-message.ts';
import {
  type Base45Vector,
  type CertificateVector,
  checkCertificates,
  disagreeingTexts,
} from './vectors/check-base45.ts';
import { type HexVector, checkCbor, isBeyondSafe } from './vectors/check-cbor.ts';
import { type CoseVector, type EcdsaGroup, checkEcdsa, verifiedFiles } from './vectors/check-signatures.ts';

const FOLDER = '../shared/vectors';
const present = existsSync(`${FOLDER}/README.md`);
if (!present) console.log(`skipped: the public vectors are not at ${FOLDER}`);

function vectors<T>(name: string): readonly T[] {
  return JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8')).vectors;
}

describe.skipIf(!present)('public vectors', () => {
  test('CBOR, RFC 8949 appendix A: the profile round-trips, the rest is refused', () => {
    const all = vectors<HexVector>('cbor-appendix-a');
    expect(checkCbor(all)).toEqual({ accepted: 35, refused: 47, altered: [] });
  });

  test('CBOR, RFC 8949 appendix F: nothing malformed is accepted', () => {
    expect(checkCbor(vectors('cbor-appendix-f-malformed'))).toEqual({
      accepted: 0,
      refused: 94,
      altered: [],
    });
  });

  test('CBOR, deterministic encoding: integers round-trip, everything bad is refused', () => {
    const all = vectors<HexVector & { readonly kind: string }>('cbor-cde-examples');
    const integers = all.filter(({ kind, hex }) => kind === 'int' && !isBeyondSafe(hex));
    expect(checkCbor(integers)).toEqual({ accepted: 18, refused: 0, altered: [] });
    expect(checkCbor(all.filter(({ kind }) => kind !== 'int'))).toEqual({
      accepted: 0,
      refused: 54,
      altered: [],
    });
  });

  test('base45, RFC 9285', () => {
    const all = vectors<Base45Vector>('base45-rfc9285');
    expect(all).toHaveLength(6);
    expect(disagreeingTexts(all)).toEqual([]);
  });

  test('health certificates of two continents decode to their COSE bytes, and none passes as a message of ours', async () => {
    const all = vectors<CertificateVector>('dgc-testdata');
    expect(await checkCertificates(all)).toEqual({ matched: 58, refused: 1, wrong: [] });
    for (const { prefix, cose } of all) {
      expect(openMessage(prefix)).toMatchObject({ ok: false, error: { kind: 'qr_unknown' } });
      if (cose === undefined) continue;
      const opened = openMessage(bytesFromHex(cose.toLowerCase()) ?? expect.fail(cose));
      expect(opened.ok).toBe(false);
    }
  });

  test('COSE key thumbprint, RFC 9679', async () => {
    const [vector] = vectors<{ readonly x: string; readonly y: string; readonly sha256: string }>(
      'cose-key-thumbprint-rfc9679',
    );
    const point = bytesFromHex(`04${vector?.x}${vector?.y}`) ?? expect.fail('hex');
    expect(hexFromBytes(await thumbprint(compressPoint(point)))).toBe(vector?.sha256);
  });

  test('COSE_Sign1 of the COSE working group: ES256 on P-256 verifies, what was tampered with does not', async () => {
    const all = vectors<CoseVector>('cose-wg-sign1');
    expect(all).toHaveLength(17);
    expect(await verifiedFiles(all)).toEqual([
      'CWT/A_3.json',
      'RFC8152/Appendix_C_2_1.json',
      'ecdsa-examples/ecdsa-sig-01.json',
      'sign1-tests/sign-pass-02.json',
      'sign1-tests/sign-pass-03.json',
    ]);
  });

  test('Wycheproof ES256: every verdict is the expected one', async () => {
    const groups = vectors<EcdsaGroup>('wycheproof-es256-p1363');
    expect(await checkEcdsa(groups)).toEqual({ checked: 262, wrong: [] });
  });
});
