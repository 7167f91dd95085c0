// From the code on paper to a key that signs for its member. The server knows the public half only.
import { type Bytes, base64UrlFromBytes, bytesFromText, hexFromBytes } from '#base/bytes.ts';
import type { MemberId, PublicKey } from './messages.ts';
import { compressPoint } from './p256-point.ts';
import { P256_ORDER, basePointTimes, bigintFromBytes, scalarBytes } from './p256-multiply.ts';
import { verifyEs256 } from './public-key.ts';
import type { Signer } from './signer.ts';

const SALT = 'tessera recovery v1';
/** FIPS 186-5 A.2.1: 64 bits more than the order, so that the remainder has no bias worth the name. */
const SCALAR_BYTES = 40;

/**
 * HKDF-SHA-256(secret, salt `tessera recovery v1`, info) of any length. One secret, and a key of its own for each purpose:
 * from none of them can another be told.
 */
export async function deriveFromSecret(secret: Bytes, info: string, lengthBytes: number): Promise<Bytes> {
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const from = { name: 'HKDF', hash: 'SHA-256', salt: bytesFromText(SALT), info: bytesFromText(info) };
  return new Uint8Array(await subtle.deriveBits(from, key, lengthBytes * 8));
}

/** The same key from the same code, in every browser: d = 1 + (HKDF(secret, `sign`) mod (n - 1)). */
export async function recoverySigner(secret: Bytes): Promise<Signer> {
  const scalar =
    1n + (bigintFromBytes(await deriveFromSecret(secret, 'sign', SCALAR_BYTES)) % (P256_ORDER - 1n));
  const point = basePointTimes(scalar);
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: base64UrlFromBytes(point.slice(1, 33)),
    y: base64UrlFromBytes(point.slice(33)),
    d: base64UrlFromBytes(scalarBytes(scalar)),
  };
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  return {
    publicKey: compressPoint(point),
    sign: async (bytes) => new Uint8Array(await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes)),
  };
}

/** What is signed: plain lines under a name of their own, so that no signature of one purpose serves another. */
export type RecoveryStatement =
  /** By a device of the member: this key may speak for the member when all devices are lost. */
  | { readonly kind: 'appoint'; readonly memberId: MemberId; readonly recoveryKey: PublicKey }
  /** By the recovery key: I exist, and mean this member. */
  | { readonly kind: 'accept'; readonly memberId: MemberId; readonly deviceKey: PublicKey }
  /** By the recovery key: this new device is the member's. Worth nothing to anybody without that device's own key. */
  | { readonly kind: 'recover'; readonly deviceKey: PublicKey; readonly keepOthers: boolean };

export async function signRecovery(statement: RecoveryStatement, signer: Signer): Promise<Bytes> {
  return signer.sign(bytesOf(statement));
}

export function verifyRecovery(
  statement: RecoveryStatement,
  signature: Bytes,
  key: PublicKey,
): Promise<boolean> {
  return verifyEs256(key, signature, bytesOf(statement));
}

function bytesOf(statement: RecoveryStatement): Bytes {
  return bytesFromText([`tessera recovery ${statement.kind} v1`, ...linesOf(statement)].join('\n'));
}

function linesOf(statement: RecoveryStatement): readonly string[] {
  switch (statement.kind) {
    case 'appoint':
      return [hexFromBytes(statement.memberId), hexFromBytes(statement.recoveryKey)];
    case 'accept':
      return [hexFromBytes(statement.memberId), hexFromBytes(statement.deviceKey)];
    case 'recover':
      return [hexFromBytes(statement.deviceKey), statement.keepOthers ? 'keep others' : 'revoke others'];
  }
}
