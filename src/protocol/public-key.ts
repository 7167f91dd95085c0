// Public keys: 33 bytes inside the program, COSE_Key with a sign bit for y on the wire (RFC 9053 section 7.1.1).
import { type Bytes, concatBytes } from '#base/bytes.ts';
import { assert } from '#base/assert.ts';
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

/** RFC 9679: SHA-256 of the deterministic COSE_Key with both coordinates; 32 bytes. Throws off the curve. */
export async function thumbprint(key: PublicKey): Promise<Bytes> {
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

/** For messages that carry their certificate: binds the signature to that certificate, not only to its key. */
export async function kidOfCertificate(certificate: Bytes): Promise<Bytes> {
  return (await sha256(certificate)).slice(0, 8);
}

const SIGNATURE_BYTES = 64;

/**
 * ECDSA P-256 with SHA-256, r||s. `false` also for a key off the curve and for a signature of another length: one
 * browser accepts signatures that are too short (12 of Wycheproof's), so the length is never left to it.
 */
export async function verifyEs256(key: PublicKey, signature: Bytes, signed: Bytes): Promise<boolean> {
  const point = uncompressPoint(key);
  if (point === undefined || signature.length !== SIGNATURE_BYTES) return false;
  const { subtle } = globalThis.crypto;
  const imported = await subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'verify',
  ]);
  return subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, imported, signature, signed);
}
