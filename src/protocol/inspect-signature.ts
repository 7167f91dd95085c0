// What can be said of a message's signature by whoever has only the message, or a few public keys as well.
import { findMerchant } from './trust-list.ts';
import { verifyCertified } from './chain.ts';
import { verifyByAny, verifySign1 } from './cose-sign1.ts';
import { DEVICE_CERTIFICATE } from './device-certificate.ts';
import { voucherKeysOf } from './issuer-certificate.ts';
import { MESSAGE_TYPE, type MerchantId, type PublicKey, type TrustList } from './messages.ts';
import { type OpenedMessage, openAs } from './open-message.ts';
import type { ProtocolRefusal } from './refusal.ts';
import { TERMINAL_CERTIFICATE } from './terminal-certificate.ts';
import { VOUCHER } from './voucher.ts';

/** Public keys only. */
export interface SigningKeys {
  readonly serverKeys?: readonly PublicKey[];
  readonly trustList?: TrustList;
}

export interface SignatureFinding {
  readonly text: string;
  readonly refusal?: ProtocolRefusal;
}

type Wrong = 'bad_signature' | 'cert_bad_signature' | 'voucher_bad_signature';

/** Looks for the keys that may have signed it: in the message, in the trust list, among the server's. */
export async function signatureFindingOf(
  opened: OpenedMessage,
  claims: object,
  keys: SigningKeys,
): Promise<SignatureFinding> {
  const { sign1 } = opened;
  const { type } = opened.claims;
  if (sign1.certificate !== undefined) {
    const key = keyInCertificate(sign1.certificate);
    if (key === undefined) return { text: 'its certificate cannot be read' };
    return finding(await verifyCertified(sign1, key), 'the key of its certificate', 'bad_signature');
  }
  if (type === MESSAGE_TYPE.presentation) {
    const voucher = 'voucher' in claims ? openAs(VOUCHER, claims.voucher as PublicKey) : undefined;
    if (voucher?.ok !== true) return { text: 'its voucher cannot be read' };
    const holds = await verifySign1(sign1, voucher.value.value.holderKey);
    return finding(holds, 'the key that its voucher names', 'bad_signature');
  }
  if (type === MESSAGE_TYPE.enrolRequest && 'terminalKey' in claims) {
    const holds = await verifySign1(sign1, claims.terminalKey as PublicKey);
    return finding(holds, 'the key that it shows', 'bad_signature');
  }
  return byListedKey(opened, claims, keys);
}

async function byListedKey(
  { sign1, claims: { type } }: OpenedMessage,
  claims: object,
  { serverKeys, trustList }: SigningKeys,
): Promise<SignatureFinding> {
  const wrong = type === MESSAGE_TYPE.voucher ? 'voucher_bad_signature' : 'cert_bad_signature';
  const byServer = type === MESSAGE_TYPE.deviceCertificate || type === MESSAGE_TYPE.trustList;
  const merchantId = 'merchantId' in claims ? claims.merchantId : undefined;
  if (!byServer && !(merchantId instanceof Uint8Array)) return { text: 'not checked: its key is not in it' };
  const wanted = byServer ? 'the server' : 'the merchant';
  const listed = byServer ? serverKeys : await merchantKeys(merchantId as PublicKey, trustList);
  if (listed === undefined) return { text: `not checked: no key of ${wanted} is given` };
  const standsAlone = type === MESSAGE_TYPE.trustList || type === MESSAGE_TYPE.poster;
  return finding(
    await verifyByAny(sign1, listed),
    `a key of ${wanted}`,
    standsAlone ? 'bad_signature' : wrong,
  );
}

function finding(holds: boolean, key: string, wrong: Wrong): SignatureFinding {
  if (holds) return { text: `made by ${key}` };
  return { text: `not made by ${key}`, refusal: { kind: wrong } };
}

/** Roots, and issuers too, which may sign vouchers; a verifier keeps them apart. */
async function merchantKeys(
  merchantId: MerchantId,
  trustList: TrustList | undefined,
): Promise<readonly PublicKey[] | undefined> {
  const merchant = trustList && findMerchant(trustList, merchantId);
  return merchant && voucherKeysOf(trustList, merchant, trustList.issuedAtS * 1000);
}

function keyInCertificate(certificate: PublicKey): PublicKey | undefined {
  const terminal = openAs(TERMINAL_CERTIFICATE, certificate);
  if (terminal.ok) return terminal.value.value.terminalKey;
  const device = openAs(DEVICE_CERTIFICATE, certificate);
  return device.ok ? device.value.value.deviceKey : undefined;
}
