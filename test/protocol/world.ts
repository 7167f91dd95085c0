// A small world with every key in it, for the tests of this room. The keys are fixed and sign by RFC 6979, so that
// every run and every engine makes the same bytes.
import { p256 } from '@noble/curves/nist.js';
import type { Bytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { makeDeviceCertificate } from '#protocol/device-certificate.ts';
import type {
  DeviceCertificate,
  EarnReceipt,
  ListedMerchant,
  RedemptionReceipt,
  TerminalCertificate,
  TrustList,
  Voucher,
} from '#protocol/messages.ts';
import type { Challenge, PayReceipt, PayRequest, Payment, VoidReceipt } from '#protocol/pay-messages.ts';
import type { SealOrder } from '#protocol/programme-seal.ts';
import type { EnrolRequest, IssuerCertificate, Poster } from '#protocol/setup-messages.ts';
import { type CertifiedSigner, type Signer, withCertificate } from '#protocol/signer.ts';
import { makeTerminalCertificate } from '#protocol/terminal-certificate.ts';
import type { TerminalPolicy, WalletPolicy } from '#protocol/verdict.ts';
import { makeVoucher } from '#protocol/voucher.ts';

/** 2026-11-22T12:00:00Z. */
export const NOW_S = 1_795_348_800;
export const NOW_MS = NOW_S * 1000;
const DAY_S = 86_400;

export function clockAt(nowMs: number): Clock {
  return { nowMs: () => nowMs, monotonicMs: () => 0 };
}

/** `filler` repeated: ids whose origin is seen at a glance in a dump. */
export function idOf(filler: number, length = 8): Bytes {
  return new Uint8Array(length).fill(filler);
}

/** Deterministic: the secret key is `filler` 32 times over. */
export function fixedSigner(filler: number): Signer {
  const secret = idOf(filler, 32);
  return {
    publicKey: new Uint8Array(p256.getPublicKey(secret, true)),
    sign: (bytes) => Promise.resolve(new Uint8Array(p256.sign(bytes, secret))),
  };
}

export const serverSigner: Signer = fixedSigner(0x51);
export const merchantSigner: Signer = fixedSigner(0x52);
export const terminalKey: Signer = fixedSigner(0x53);
export const deviceKey: Signer = fixedSigner(0x54);
export const strangerSigner: Signer = fixedSigner(0x5f);

export const MERCHANT_ID: Bytes = idOf(0xa1);
export const MEMBER_ID: Bytes = idOf(0xb1);
export const VOUCHER_ID: Bytes = idOf(0xc1, 12);
export const SERIAL = 100_234;

export const merchant: ListedMerchant = {
  merchantId: MERCHANT_ID,
  name: 'Novin Charm',
  slug: 'novin-charm',
  rootKeys: [merchantSigner.publicKey],
  revoked: false,
  statusListNumber: 0,
  currency: { code: 'EUR', exponent: 2 },
};

export const trustList: TrustList = {
  issuedAtS: NOW_S - DAY_S,
  expiresAtS: NOW_S + 29 * DAY_S,
  version: 7,
  merchants: [{ ...merchant, merchantId: idOf(0xa2), slug: 'maral-charm', rootKeys: [idKey()] }, merchant],
};

export const terminalCertificate: TerminalCertificate = {
  merchantId: MERCHANT_ID,
  issuedAtS: NOW_S - DAY_S,
  expiresAtS: NOW_S + 89 * DAY_S,
  terminalKey: terminalKey.publicKey,
  tillNumber: 3,
  permissions: ['earn', 'redeem'],
  caps: { pointsPerReceipt: 5_000, pointsPerDay: 100_000, valuePerDayMinor: 5_000_000 },
  serial: SERIAL,
};

export const deviceCertificate: DeviceCertificate = {
  memberId: MEMBER_ID,
  issuedAtS: NOW_S - DAY_S,
  expiresAtS: NOW_S + 6 * DAY_S,
  deviceKey: deviceKey.publicKey,
  assurance: 'non_extractable',
  tiers: [
    { programmeNumber: 1, rank: 2 },
    { programmeNumber: 2, rank: 1 },
  ],
};

export const voucher: Voucher = {
  merchantId: MERCHANT_ID,
  voucherId: VOUCHER_ID,
  expiresAtS: NOW_S + 30 * DAY_S,
  holderKey: deviceKey.publicKey,
  kind: 'fixed',
  value: 1_500,
  minSpendMinor: 10_000,
  title: '15 off your next order',
  offlinePolicy: 1,
  instanceKey: 'w7f3a9c20be41',
  programmeVoucher: 'novin-charm/welcome-15',
};

export const earnReceipt: EarnReceipt = {
  issuedAtS: NOW_S,
  memberId: MEMBER_ID,
  sequence: 1_200,
  facts: {
    kind: 'purchase',
    lines: [
      { amountMinor: 12_900, category: 'shoes' },
      { amountMinor: 4_550, category: 'handbags' },
    ],
  },
  totalMinor: 17_450,
  tillReference: 'R-001200',
  previous: idOf(0xd1),
};

export const NONCE: Bytes = idOf(0xf1);
export const ALLOWANCE = { perTransaction: 300, cumulative: 1_000, epoch: 3 };

export const challenge: Challenge = {
  issuedAtS: NOW_S,
  expiresAtS: NOW_S + 120,
  nonce: NONCE,
  sequence: 77,
};

export const payRequest: PayRequest = {
  ...challenge,
  points: 250,
  amountMinor: 2_500,
  reference: 'R-001201',
};

export const payment: Payment = {
  issuedAtS: NOW_S,
  counter: 122,
  points: 250,
  cumulative: 450,
  requestId: idOf(0xe2, 16),
  previous: idOf(0xd4),
};

export const payReceipt: PayReceipt = {
  issuedAtS: NOW_S,
  sequence: 1_202,
  paymentId: idOf(0xe3, 16),
  points: 250,
  previous: idOf(0xd5),
};

export const voidReceipt: VoidReceipt = {
  issuedAtS: NOW_S,
  sequence: 1_203,
  voidedId: idOf(0xe4, 16),
  points: 250,
  previous: idOf(0xd6),
};

export const poster: Poster = {
  merchantId: MERCHANT_ID,
  expiresAtS: NOW_S + 300 * DAY_S,
  posterNumber: 12,
  displayName: 'Novin Charm, Sattarkhan',
};

export const enrolRequest: EnrolRequest = {
  issuedAtS: NOW_S,
  name: 'Till 3',
  terminalKey: terminalKey.publicKey,
  pairingCode: idOf(0xf2),
};

export const issuerSigner: Signer = fixedSigner(0x56);
export const issuerCertificate: IssuerCertificate = {
  merchantId: MERCHANT_ID,
  issuedAtS: NOW_S - DAY_S,
  expiresAtS: NOW_S + 300 * DAY_S,
  issuerKey: issuerSigner.publicKey,
  issuerNumber: 2,
};

export const sealOrder: SealOrder = {
  content: { programmeId: 'corner-cafe', text: '{"definition":{}}' },
  merchantId: MERCHANT_ID,
  issuedAtS: NOW_S,
};

export const redemptionReceipt: RedemptionReceipt = {
  issuedAtS: NOW_S,
  sequence: 1_201,
  result: 'accepted',
  presentationId: idOf(0xe1, 16),
  discountMinor: 1_500,
  usesLeft: 0,
  previous: idOf(0xd2),
  facts: earnReceipt.facts,
  totalMinor: 17_450,
};

export async function terminalSigner(
  certificate: Partial<TerminalCertificate> = {},
): Promise<CertifiedSigner> {
  const bytes = await makeTerminalCertificate({ ...terminalCertificate, ...certificate }, merchantSigner);
  return withCertificate(terminalKey, bytes);
}

export async function deviceSigner(certificate: Partial<DeviceCertificate> = {}): Promise<CertifiedSigner> {
  const bytes = await makeDeviceCertificate({ ...deviceCertificate, ...certificate }, serverSigner);
  return withCertificate(deviceKey, bytes);
}

export function voucherBytes(change: Partial<Voucher> = {}): Promise<Bytes> {
  return makeVoucher({ ...voucher, ...change }, merchantSigner);
}

export const terminalPolicy: TerminalPolicy = {
  merchantId: MERCHANT_ID,
  trustList,
  serverKeys: [serverSigner.publicKey],
  ownCertificate: terminalCertificate,
  maxSkewS: 45,
  lastSyncMs: NOW_MS - 3_600_000,
  maxOfflineMs: 72 * 3_600_000,
  saleMinor: 17_450,
};

export const walletPolicy: WalletPolicy = { trustList };

function idKey(): Bytes {
  return fixedSigner(0x55).publicKey;
}
