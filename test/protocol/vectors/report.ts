// What this runtime says to all public vectors, as plain data: the same in Node, Chromium, Firefox and WebKit. Left out is
// Ed25519, which no message of ours is signed with.
import { bytesFromHex, bytesFromText, hexFromBytes } from '#base/bytes.ts';
import { base32FromBytes } from '#protocol/base32.ts';
import { openMessage } from '#protocol/open-message.ts';
import { compressPoint } from '#protocol/p256-point.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { type AesGcmGroup, checkAesGcm, checkPbkdf2, type Pbkdf2Group } from './check-backup-crypto.ts';
import {
  type Base45Vector,
  type CertificateVector,
  checkCertificates,
  disagreeingTexts,
} from './check-base45.ts';
import { checkCbor, type HexVector, isBeyondSafe } from './check-cbor.ts';
import { checkStatusLists, type StatusListVector } from './check-status-list.ts';
import { checkEcdsa, type CoseVector, type EcdsaGroup, verifiedFiles } from './check-signatures.ts';

/** The `vectors` of each file, by its name. */
export type PublicVectors = Readonly<Record<VectorFile, readonly unknown[]>>;

export const VECTOR_FILES = [
  'base32-rfc4648',
  'base45-rfc9285',
  'cbor-appendix-a',
  'cbor-appendix-f-malformed',
  'cbor-cde-examples',
  'cose-key-thumbprint-rfc9679',
  'cose-wg-sign1',
  'dgc-testdata',
  'token-status-list',
  'wycheproof-aes-gcm-256',
  'wycheproof-es256-p1363',
  'wycheproof-pbkdf2-hmacsha256',
] as const;

type VectorFile = (typeof VECTOR_FILES)[number];

/** By what the vectors are about. */
export async function reportOn(vectors: PublicVectors): Promise<Readonly<Record<string, unknown>>> {
  const of = <T>(file: VectorFile) => vectors[file] as readonly T[];
  const deterministic = of<HexVector & { readonly kind: string }>('cbor-cde-examples');
  const certificates = of<CertificateVector>('dgc-testdata');
  return {
    'CBOR, RFC 8949 appendix A': checkCbor(of('cbor-appendix-a')),
    'CBOR, RFC 8949 appendix F': checkCbor(of('cbor-appendix-f-malformed')),
    'CBOR, deterministic integers': checkCbor(
      deterministic.filter(({ kind, hex }) => kind === 'int' && !isBeyondSafe(hex)),
    ),
    'CBOR, deterministic encoding, all else': checkCbor(deterministic.filter(({ kind }) => kind !== 'int')),
    'base32, RFC 4648': of<Base32Vector>('base32-rfc4648').map(
      ({ utf8, b32 }) => base32FromBytes(bytesFromText(utf8)) === b32.replaceAll('=', ''),
    ),
    'base45, RFC 9285': {
      checked: of('base45-rfc9285').length,
      wrong: disagreeingTexts(of<Base45Vector>('base45-rfc9285')),
    },
    'health certificates': await checkCertificates(certificates),
    'health certificates that pass as messages of ours': certificates.flatMap(passingAsOurs),
    'COSE key thumbprint, RFC 9679': await thumbprintsHold(of('cose-key-thumbprint-rfc9679')),
    'COSE_Sign1 of the working group': await verifiedFiles(of<CoseVector>('cose-wg-sign1')),
    'Token Status List': await checkStatusLists(of<StatusListVector>('token-status-list')),
    'Wycheproof ES256': await checkEcdsa(of<EcdsaGroup>('wycheproof-es256-p1363')),
    'Wycheproof AES-256-GCM': await checkAesGcm(of<AesGcmGroup>('wycheproof-aes-gcm-256')),
    'Wycheproof PBKDF2': await checkPbkdf2(of<Pbkdf2Group>('wycheproof-pbkdf2-hmacsha256')),
  };
}

/** What a right implementation says. The profile takes fewer forms of CBOR than the standard has. */
export const RIGHT_REPORT: Readonly<Record<string, unknown>> = {
  'CBOR, RFC 8949 appendix A': { accepted: 35, refused: 47, altered: [] },
  'CBOR, RFC 8949 appendix F': { accepted: 0, refused: 94, altered: [] },
  'CBOR, deterministic integers': { accepted: 18, refused: 0, altered: [] },
  'CBOR, deterministic encoding, all else': { accepted: 0, refused: 54, altered: [] },
  'base32, RFC 4648': Array.from({ length: 7 }, () => true),
  'base45, RFC 9285': { checked: 6, wrong: [] },
  'health certificates': { matched: 58, refused: 1, wrong: [] },
  'health certificates that pass as messages of ours': [],
  'COSE key thumbprint, RFC 9679': [true],
  'COSE_Sign1 of the working group': [
    'CWT/A_3.json',
    'RFC8152/Appendix_C_2_1.json',
    'ecdsa-examples/ecdsa-sig-01.json',
    'sign1-tests/sign-pass-02.json',
    'sign1-tests/sign-pass-03.json',
  ],
  'Token Status List': { checked: 7, wrong: [] },
  'Wycheproof ES256': { checked: 262, wrong: [] },
  'Wycheproof AES-256-GCM': { checked: 66, wrong: [] },
  'Wycheproof PBKDF2': { checked: 60, wrong: [] },
};

interface Base32Vector {
  readonly utf8: string;
  readonly b32: string;
}

interface ThumbprintVector {
  readonly x: string;
  readonly y: string;
  readonly sha256: string;
}

/** Neither the text nor its COSE bytes may: the file of whichever does. */
function passingAsOurs({ file, prefix, cose }: CertificateVector): readonly string[] {
  const text = openMessage(prefix);
  const bytes = cose === undefined ? undefined : openMessage(bytesFromHex(cose.toLowerCase()) ?? prefix);
  const isRefused = !text.ok && text.error.kind === 'qr_unknown' && bytes?.ok !== true;
  return isRefused ? [] : [file];
}

function thumbprintsHold(vectors: readonly unknown[]): Promise<readonly boolean[]> {
  return Promise.all(
    (vectors as readonly ThumbprintVector[]).map(async ({ x, y, sha256 }) => {
      const point = bytesFromHex(`04${x}${y}`);
      return point !== undefined && hexFromBytes(await thumbprint(compressPoint(point))) === sha256;
    }),
  );
}
