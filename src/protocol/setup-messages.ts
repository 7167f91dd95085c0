// Messages that come before any purchase: what they say once decoded.
import type { Bytes } from '#base/bytes.ts';
import type { MerchantId, PublicKey } from './messages.ts';

/** Type 2, signed by the merchant's root: printed, so it proves nothing about who stands in front of it. */
export interface Poster {
  readonly merchantId: MerchantId;
  readonly expiresAtS: number;
  readonly posterNumber: number;
  readonly displayName: string;
}

/** Type 12, signed by the terminal key that it shows: asks a till of the shop for a certificate. */
export interface EnrolRequest {
  readonly issuedAtS: number;
  readonly name: string;
  readonly terminalKey: PublicKey;
  /** 8 random bytes, so that no two requests are alike: never to be shown or logged by itself. */
  readonly pairingCode: Bytes;
}

/** Type 15, signed by the merchant's root: this key may issue the merchant's vouchers. Comes in the trust list. */
export interface IssuerCertificate {
  readonly merchantId: MerchantId;
  readonly issuedAtS: number;
  readonly expiresAtS: number;
  readonly issuerKey: PublicKey;
  readonly issuerNumber: number;
}

/** Type 48, signed by the merchant's root or an issuer key of its own: the merchant stands by a programme file. */
export interface ProgrammeSeal {
  readonly merchantId: MerchantId;
  readonly issuedAtS: number;
  readonly programmeId: string;
  /** SHA-256 of the canonical JSON of the file without its seal. */
  readonly contentHash: Bytes;
}
