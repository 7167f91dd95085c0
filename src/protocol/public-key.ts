// Public keys: 33 bytes inside the program, COSE_Key with a sign bit for y on the wire (RFC 9053 section 7.1.1).
import { type Bytes, concatBytes, hexFromBytes } from '#base/bytes.ts';
import { assert } from '#base/assert.ts';
import { createRecent } from '#base/recent.ts';
import { type Cbor, type CborMap, encodeCbor } from './cbor.ts';
import { sha256 } from './digest.ts';
import type { PublicKey } from './messages.ts';
import { uncompressPoint } from './p256-point.ts';

const KTY = 1;
const CRV = -1;
const X = -2;
const Y = -3;
const EC2 = 2;
const P256 = 1;

export function coseKeyFromPublicKey(key: PublicKey): CborMap {
  return new Map<number, Cbor>([
    [KTY, EC2],
    [CRV, P256],
    [X, key.slice(1)],
    [Y, key[0] === 3],
  ]);
}

/** `undefined` unless it is exactly a compressed P-256 key. Whether x is on the curve is seen when it is used. */
export function publicKeyFromCoseKey(value: Cbor): PublicKey | undefined {
  if (!(value instanceof Map) || value.size !== 4 || value.get(KTY) !== EC2 || value.get(CRV) !== P256) {
    return undefined;
  }
  const x: Cbor | undefined = value.get(X);
  const y: Cbor | undefined = value.get(Y);
  if (!(x instanceof Uint8Array) || x.length !== 32 || typeof y !== 'boolean') return undefined;
  return concatBytes(Uint8Array.of(y ? 3 : 2), x);
}

const thumbprints = createRecent<Promise<Bytes>>(256);

/** RFC 9679: SHA-256 of the deterministic COSE_Key with both coordinates; 32 bytes. Throws off the curve. */
export async function thumbprint(key: PublicKey): Promise<Bytes> {
  const known = await thumbprints.of(hexFromBytes(key), () => thumbprintOf(key));
  return known.slice();
}

async function thumbprintOf(key: PublicKey): Promise<Bytes> {
  const point = uncompressPoint(key);
  assert(point !== undefined, 'a thumbprint needs a point of the curve');
  const full = new Map<number, Cbor>([
    [KTY, EC2],
    [CRV, P256],
    [X, point.slice(1, 33)],
    [Y, point.slice(33)],
  ]);
  return sha256(encodeCbor(full));
}

/** For messages without a certificate: the first 8 bytes of the thumbprint. A hint, never a proof. */
export async function kidOfKey(key: PublicKey): Promise<Bytes> {
  return (await thumbprint(key)).slice(0, 8);
}

const certificateKids = createRecent<Promise<Bytes>>(256);

/** For messages that carry their certificate: binds the signature to that certificate, not only to its key. */
export function kidOfCertificate(certificate: Bytes): Promise<Bytes> {
  const kid = async () => (await sha256(certificate)).slice(0, 8);
  return certificateKids.of(hexFromBytes(certificate), kid);
}

const SIGNATURE_BYTES = 64;
const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/**
 * Getting a key ready (a square root modulo p, then the import) costs as much as a check of a signature, and one device's
 * key checks a whole push. `undefined` for one off the curve.
 */
const readyKeys = createRecent<Promise<CryptoKey | undefined>>(256);

/**
 * ECDSA P-256 with SHA-256, r||s. `false` also for a key off the curve and for a signature of another length: one
 * browser accepts signatures that are too short (12 of Wycheproof's), so the length is never left to it.
 */
export async function verifyEs256(key: PublicKey, signature: Bytes, signed: Bytes): Promise<boolean> {
  if (signature.length !== SIGNATURE_BYTES) return false;
  const ready = await readyKeys.of(hexFromBytes(key), () => readyKey(key));
  return ready !== undefined && globalThis.crypto.subtle.verify(ES256, ready, signature, signed);
}

async function readyKey(key: PublicKey): Promise<CryptoKey | undefined> {
  const point = uncompressPoint(key);
  return point && globalThis.crypto.subtle.importKey('raw', point, ES256, false, ['verify']);
}
