// Step 8 of the order of refusals: from keys that are pinned or listed to the key that signed a message.
import { type Bytes, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { createRecent } from '#base/recent.ts';
import { type Result, ok } from '#base/result.ts';
import { lifeFault } from './certificate-life.ts';
import { type Sign1, verifyByAny, verifySign1 } from './cose-sign1.ts';
import { delegationFault } from './delegation.ts';
import { DEVICE_CERTIFICATE } from './device-certificate.ts';
import { voucherKeysOf } from './issuer-certificate.ts';
import type {
  DeviceCertificate,
  ListedMerchant,
  MerchantId,
  PublicKey,
  TerminalCertificate,
  TerminalPermission,
  TrustList,
  Voucher,
} from './messages.ts';
import { type Opened, openAs } from './open-message.ts';
import { kidOfCertificate, kidOfKey } from './public-key.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import { TERMINAL_CERTIFICATE } from './terminal-certificate.ts';
import { findMerchant, isFresh } from './trust-list.ts';
import type { TerminalOrigin } from './verdict.ts';
import { VOUCHER } from './voucher.ts';

/**
 * The merchant whose root keys answer for certificates and vouchers in its name. Refusals: `unknown_issuer`, `issuer_revoked`, `trust_stale`.
 */
export function findIssuer(
  trustList: TrustList | undefined,
  merchantId: MerchantId,
  nowMs: number,
): Result<ListedMerchant, ProtocolRefusal> {
  const merchant = trustList && findMerchant(trustList, merchantId);
  if (trustList === undefined || merchant === undefined) return refuse('unknown_issuer');
  if (merchant.revoked) return refuse('issuer_revoked');
  return isFresh(trustList, nowMs) ? ok(merchant) : refuse('trust_stale');
}

export interface TerminalDemand {
  readonly trustList: TrustList | undefined;
  /** When the certificate must be in force: now, or when the message says it was made. */
  readonly atMs: number;
  readonly nowMs: number;
  readonly permissions: readonly TerminalPermission[];
}

/** Every receipt of a till brings the same certificate: what is in it, and whether these keys have signed it, is worked out once. */
const openedCertificates = createRecent<Result<Opened<TerminalCertificate>, ProtocolRefusal>>(256);
const genuineCertificates = createRecent<Promise<boolean>>(256);

/**
 * A certificate of the merchant's root, or of a till that the root lets enrol others: no chain is longer. Refusals: those of
 * opening (`at: 'certificate'`), of `findIssuer`, `cert_expired _not_yet _perm _delegation _bad_signature`.
 */
export async function openTerminalCertificate(
  bytes: Bytes,
  demand: TerminalDemand,
): Promise<Result<TerminalOrigin, ProtocolRefusal>> {
  const name = hexFromBytes(bytes);
  const opened = openedCertificates.of(name, () => openAs(TERMINAL_CERTIFICATE, bytes));
  if (!opened.ok) return refuse(opened.error.kind, 'certificate');
  const { sign1, value: certificate } = opened.value;
  const issuer = findIssuer(demand.trustList, certificate.merchantId, demand.nowMs);
  if (!issuer.ok) return issuer;
  const unfit = lifeFault(certificate, demand.atMs) ?? permissionFault(certificate, demand.permissions);
  if (unfit !== undefined) return refuse(unfit);
  if (sign1.certificate !== undefined) return openDelegated(opened.value, issuer.value);
  const { rootKeys } = issuer.value;
  const genuine = await genuineCertificates.of([name, ...rootKeys.map(hexFromBytes)].join('/'), () =>
    verifyByAny(sign1, rootKeys),
  );
  return genuine ? ok({ merchant: issuer.value, certificate }) : refuse('cert_bad_signature');
}

/** What the till whose certificate is inside could not have given is refused before anybody looks at its signature. */
async function openDelegated(
  { sign1, value: certificate }: Opened<TerminalCertificate>,
  merchant: ListedMerchant,
): Promise<Result<TerminalOrigin, ProtocolRefusal>> {
  const inner = sign1.certificate && openAs(TERMINAL_CERTIFICATE, sign1.certificate);
  if (inner?.ok !== true) return refuse(inner?.error.kind ?? 'cert_bad_signature', 'enrolling certificate');
  const { sign1: parentSign1, value: delegatedBy } = inner.value;
  if (parentSign1.certificate !== undefined) return refuse('cert_delegation', 'depth');
  const fault = delegationFault(certificate, delegatedBy);
  if (fault !== undefined) return refuse('cert_delegation', fault);
  const genuine =
    (await verifyByAny(parentSign1, merchant.rootKeys)) &&
    (await verifyCertified(sign1, delegatedBy.terminalKey));
  return genuine ? ok({ merchant, certificate, delegatedBy }) : refuse('cert_bad_signature');
}

/** Refusals: those of opening (`at: 'certificate'`), `unknown_issuer`, `cert_expired _not_yet _bad_signature`. */
export async function openDeviceCertificate(
  bytes: Bytes,
  serverKeys: readonly PublicKey[],
  atMs: number,
): Promise<Result<DeviceCertificate, ProtocolRefusal>> {
  const opened = openAs(DEVICE_CERTIFICATE, bytes);
  if (!opened.ok) return refuse(opened.error.kind, 'certificate');
  const { sign1, value: certificate } = opened.value;
  const keys = await keysNamed(sign1, serverKeys);
  if (keys.length === 0) return refuse('unknown_issuer');
  const unfit = lifeFault(certificate, atMs);
  if (unfit !== undefined) return refuse(unfit);
  return (await verifyByAny(sign1, keys)) ? ok(certificate) : refuse('cert_bad_signature');
}

/** Whatever its dates say: for the server, which asks whom it once certified. Refusals: those of `openDeviceCertificate`. */
export async function openOldDeviceCertificate(
  bytes: Bytes,
  serverKeys: readonly PublicKey[],
): Promise<Result<DeviceCertificate, ProtocolRefusal>> {
  const opened = openAs(DEVICE_CERTIFICATE, bytes);
  if (!opened.ok) return refuse(opened.error.kind, 'certificate');
  return openDeviceCertificate(bytes, serverKeys, opened.value.value.issuedAtS * 1_000);
}

/** Refusals: those of opening (`at: 'voucher'`), of `findIssuer`, `voucher_bad_signature`. Its dates are not judged. */
export async function openVoucher(
  bytes: Bytes,
  trustList: TrustList | undefined,
  nowMs: number,
): Promise<Result<Voucher, ProtocolRefusal>> {
  const opened = openAs(VOUCHER, bytes);
  if (!opened.ok) return refuse(opened.error.kind, 'voucher');
  const issuer = findIssuer(trustList, opened.value.value.merchantId, nowMs);
  if (!issuer.ok || trustList === undefined) return issuer.ok ? refuse('unknown_issuer') : issuer;
  const genuine = await verifyByAny(opened.value.sign1, await voucherKeysOf(trustList, issuer.value, nowMs));
  return genuine ? ok(opened.value.value) : refuse('voucher_bad_signature');
}

/**
 * Step 9 for a message that carries its certificate: signed by that key, and for that very certificate, so that
 * nobody can swap in another one of the same key with larger caps. `verify` says whether the key has signed it.
 */
export async function verifyCertified(
  sign1: Sign1,
  key: PublicKey,
  verify: (sign1: Sign1, key: PublicKey) => Promise<boolean> = verifySign1,
): Promise<boolean> {
  if (sign1.certificate === undefined || sign1.kid === undefined) return false;
  const meant = equalBytes(sign1.kid, await kidOfCertificate(sign1.certificate));
  return meant && verify(sign1, key);
}

export function permissionFault(
  certificate: TerminalCertificate,
  needed: readonly TerminalPermission[],
): 'cert_perm' | undefined {
  return needed.every((one) => certificate.permissions.includes(one)) ? undefined : 'cert_perm';
}

async function keysNamed(sign1: Sign1, keys: readonly PublicKey[]): Promise<PublicKey[]> {
  const { kid } = sign1;
  if (kid === undefined) return [];
  const kids = await Promise.all(keys.map(kidOfKey));
  return keys.filter((_, index) => equalBytes(kids[index]!, kid));
}
