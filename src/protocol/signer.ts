import type { Bytes } from '#base/bytes.ts';
import type { PublicKey } from './messages.ts';
import { compressPoint } from './p256-point.ts';

/** A private key that can be used but not seen. */
export interface Signer {
  readonly publicKey: PublicKey;
  /** ECDSA P-256 with SHA-256, r||s: 64 bytes. */
  readonly sign: (bytes: Bytes) => Promise<Bytes>;
}

/** A key and the certificate that its messages carry (type 7 of a terminal, type 8 of a device). */
export interface CertifiedSigner extends Signer {
  readonly certificate: Bytes;
}

/** WebCrypto's CryptoKey, by whatever name a runtime's types know it. */
export type SigningKey = Parameters<typeof globalThis.crypto.subtle.sign>[1];
export interface SigningKeyPair {
  readonly publicKey: SigningKey;
  readonly privateKey: SigningKey;
}

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' };
const WITH_SHA256 = { name: 'ECDSA', hash: 'SHA-256' };

/** Keys of devices and terminals are not extractable, which stops a script from carrying them off (not from using them). */
export async function generateSigningKey(options: {
  readonly extractable: boolean;
}): Promise<SigningKeyPair> {
  return globalThis.crypto.subtle.generateKey(ECDSA, options.extractable, ['sign', 'verify']);
}

export async function createSigner(pair: SigningKeyPair): Promise<Signer> {
  const point = new Uint8Array(await globalThis.crypto.subtle.exportKey('raw', pair.publicKey));
  return {
    publicKey: compressPoint(point),
    sign: async (bytes) =>
      new Uint8Array(await globalThis.crypto.subtle.sign(WITH_SHA256, pair.privateKey, bytes)),
  };
}

export function withCertificate(signer: Signer, certificate: Bytes): CertifiedSigner {
  return { ...signer, certificate };
}
