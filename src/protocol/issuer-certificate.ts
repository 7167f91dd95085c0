import { type Bytes, equalBytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { lifeFault } from './certificate-life.ts';
import type { MessageSchema } from './claims.ts';
import { verifyByAny } from './cose-sign1.ts';
import { UINT32_MAX, bytesOf, confirmationKey, seconds, uint } from './fields.ts';
import { type ListedMerchant, MESSAGE_TYPE, type PublicKey, type TrustList } from './messages.ts';
import { makeBare, openAs } from './open-message.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import { claim, label } from './schema.ts';
import type { IssuerCertificate } from './setup-messages.ts';
import type { Signer } from './signer.ts';

export const ISSUER_CERTIFICATE: MessageSchema<IssuerCertificate> = {
  type: MESSAGE_TYPE.issuerCertificate,
  fields: {
    merchantId: claim(1, bytesOf(8)),
    expiresAtS: claim(4, seconds),
    issuedAtS: claim(6, seconds),
    issuerKey: claim(8, confirmationKey),
    issuerNumber: label(1, uint(UINT32_MAX)),
  },
};

/** Server side, with the merchant's root key. Goes into the trust list. */
export function makeIssuerCertificate(certificate: IssuerCertificate, signer: Signer): Promise<Bytes> {
  return makeBare(ISSUER_CERTIFICATE, certificate, signer);
}

/** Refusals: steps 3 to 7, `unknown_issuer` (another merchant's), `cert_expired _not_yet _bad_signature`. */
export async function openIssuerCertificate(
  bytes: Bytes,
  merchant: ListedMerchant,
  atMs: number,
): Promise<Result<IssuerCertificate, ProtocolRefusal>> {
  const opened = openAs(ISSUER_CERTIFICATE, bytes);
  if (!opened.ok) return refuse(opened.error.kind, 'issuer certificate');
  const { sign1, value: certificate } = opened.value;
  if (!equalBytes(certificate.merchantId, merchant.merchantId)) return refuse('unknown_issuer');
  const unfit = lifeFault(certificate, atMs);
  if (unfit !== undefined) return refuse(unfit, 'issuer certificate');
  return (await verifyByAny(sign1, merchant.rootKeys)) ? ok(certificate) : refuse('cert_bad_signature');
}

/**
 * The keys that may sign vouchers in a merchant's name: its roots, then those of its issuer certificates in force.
 * A certificate that does not hold adds no key and is nobody else's fault.
 */
export async function voucherKeysOf(
  trustList: TrustList,
  merchant: ListedMerchant,
  atMs: number,
): Promise<readonly PublicKey[]> {
  const opened = await Promise.all(
    (trustList.issuerCertificates ?? []).map((bytes) => openIssuerCertificate(bytes, merchant, atMs)),
  );
  return [...merchant.rootKeys, ...opened.flatMap((one) => (one.ok ? [one.value.issuerKey] : []))];
}
