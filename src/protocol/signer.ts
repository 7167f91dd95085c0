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

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' };
const WITH_SHA256 = { name: 'ECDSA', hash: 'SHA-256' };

/** Keys of devices and terminals are not extractable, which stops a script from carrying them off (not from using them). */
export async function generateSigningKey(options: { readonly extractable: boolean }): Promise<CryptoKeyPair> {
  return globalThis.crypto.subtle.generateKey(ECDSA, options.extractable, ['sign', 'verify']);
}

export async function createSigner(pair: CryptoKeyPair): Promise<Signer> {
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
