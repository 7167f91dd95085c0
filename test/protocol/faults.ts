// Codes with chosen faults. A fault is a small change of a draft; drafts are then signed for real, so that a code has
// the faults asked for and no other.
import { type Bytes, concatBytes, equalBytes, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { type Cbor, decodeCbor, encodeCbor } from '#protocol/cbor.ts';
import { base45FromBytes } from '#protocol/base45.ts';
import { ESP256, LW1_AAD } from '#protocol/cose-sign1.ts';
import { makeDeviceCertificate } from '#protocol/device-certificate.ts';
import type { DeviceCertificate, TerminalCertificate, TrustList, Voucher } from '#protocol/messages.ts';
import { kidOfCertificate, kidOfKey, thumbprint } from '#protocol/public-key.ts';
import type { RefusalKind } from '#protocol/refusal.ts';
import { EMPTY_REPLAY_STORE } from '#protocol/replay-store.ts';
import { DEFAULT_RISK } from '#protocol/risk.ts';
import type { Signer } from '#protocol/signer.ts';
import { packStatuses } from '#protocol/status-list.ts';
import type { ReplayStore, TerminalPolicy } from '#protocol/verdict.ts';
import { makeVoucher } from '#protocol/voucher.ts';
import * as world from './world.ts';

/** Everything a verifier is given. */
export interface Scene {
  readonly input: string;
  readonly state: ReplayStore;
  readonly policy: TerminalPolicy;
  readonly clock: Clock;
}

/** A code on its way to being made, open to changes at every layer. */
interface Draft {
  claims: Map<number, Cbor>;
  labels: Map<number, Cbor>;
  voucher: Voucher;
  voucherSigner: Signer;
  device: DeviceCertificate;
  deviceIssuer: Signer;
  deviceIssuerKid: Signer;
  signer: Signer;
  protectedHeader: Map<number, Cbor>;
  unprotectedHeader: Map<number, Cbor>;
  payloadEdit: (payload: Bytes) => Bytes;
  signatureBytes: number;
  messageEdit: (message: Bytes) => Bytes;
  textEdit: (text: string) => string;
  trustList: TrustList;
  ownCertificate: TerminalCertificate;
  policy: Partial<TerminalPolicy>;
  counterSeen: number | undefined;
  used: boolean;
  highWaterMarkMs: number;
  /** When a nonce was shown, and the request it came with. */
  nonce: { shownAtMonotonicMs: number; requestId?: Bytes } | undefined;
  spentSeen: number | undefined;
}

export interface Fault {
  readonly kind: RefusalKind;
  /** Faults of one place exclude each other. */
  readonly place: string;
  readonly apply: (draft: Draft) => void;
}

const COUNTER = 120;

export async function faultyPresentation(faults: readonly Fault[]): Promise<Scene> {
  const draft = newDraft(world.deviceKey);
  draft.claims = new Map<number, Cbor>([
    [3, world.MERCHANT_ID],
    [6, world.NOW_S],
  ]);
  draft.labels = new Map<number, Cbor>([
    [0, 5],
    [1, COUNTER],
    [3, 1],
  ]);
  for (const fault of faults) fault.apply(draft);
  if (!draft.labels.has(2)) draft.labels.set(2, await makeVoucher(draft.voucher, draft.voucherSigner));
  return sceneFrom(draft);
}

export async function faultyPayment(faults: readonly Fault[]): Promise<Scene> {
  const draft = newDraft(world.deviceKey);
  const { points, cumulative, requestId, previous } = world.payment;
  draft.claims = new Map<number, Cbor>([[6, world.NOW_S]]);
  draft.labels = new Map<number, Cbor>([
    [0, 10],
    [1, COUNTER],
    [2, points],
    [3, cumulative],
    [4, requestId],
    [5, previous],
  ]);
  draft.device = { ...draft.device, allowance: world.ALLOWANCE };
  draft.ownCertificate = { ...draft.ownCertificate, permissions: ['earn', 'redeem', 'pay'] };
  draft.nonce = { shownAtMonotonicMs: 0, requestId };
  for (const fault of faults) fault.apply(draft);
  return certifiedScene(draft);
}

export async function faultyPass(faults: readonly Fault[]): Promise<Scene> {
  const draft = newDraft(world.deviceKey);
  draft.claims = new Map<number, Cbor>([[6, world.NOW_S]]);
  draft.labels = new Map<number, Cbor>([
    [0, 3],
    [1, COUNTER],
  ]);
  for (const fault of faults) fault.apply(draft);
  return certifiedScene(draft);
}

async function certifiedScene(draft: Draft): Promise<Scene> {
  const certificate = await deviceCertificateOf(draft);
  draft.protectedHeader.set(4, await kidOfCertificate(certificate));
  draft.unprotectedHeader.set(13, decoded(certificate));
  return sceneFrom(draft);
}

function newDraft(signer: Signer): Draft {
  return {
    claims: new Map(),
    labels: new Map(),
    voucher: world.voucher,
    voucherSigner: world.merchantSigner,
    device: world.deviceCertificate,
    deviceIssuer: world.serverSigner,
    deviceIssuerKid: world.serverSigner,
    signer,
    protectedHeader: new Map([[1, ESP256]]),
    unprotectedHeader: new Map(),
    payloadEdit: (payload) => payload,
    signatureBytes: 64,
    messageEdit: (message) => message,
    textEdit: (text) => text,
    trustList: world.trustList,
    ownCertificate: world.terminalCertificate,
    policy: {},
    counterSeen: undefined,
    used: false,
    highWaterMarkMs: 0,
    nonce: undefined,
    spentSeen: undefined,
  };
}

async function sceneFrom(draft: Draft): Promise<Scene> {
  const whole = encodeCbor(new Map<number, Cbor>([...draft.claims, [-65537, draft.labels]]));
  const payload = draft.payloadEdit(whole);
  const protectedBytes = encodeCbor(draft.protectedHeader);
  const signed = encodeCbor(['Signature1', protectedBytes, LW1_AAD, payload]);
  const signature = (await draft.signer.sign(signed)).slice(0, draft.signatureBytes);
  const message = encodeCbor([protectedBytes, draft.unprotectedHeader, payload, signature]);
  const { trustList, ownCertificate } = draft;
  return {
    input: draft.textEdit(`LW1:${base45FromBytes(draft.messageEdit(message))}`),
    state: await stateOf(draft),
    policy: { ...world.terminalPolicy, trustList, ownCertificate, ...draft.policy },
    clock: world.clockAt(world.NOW_MS),
  };
}

async function stateOf({ counterSeen, spentSeen, ...draft }: Draft): Promise<ReplayStore> {
  const device = hexFromBytes(await thumbprint(world.deviceKey.publicKey));
  const use = { useNumber: 1, presentationId: '00'.repeat(16), receipt: world.idOf(9, 3) };
  const seen = {
    maxCounter: counterSeen ?? 0,
    lastMessageId: 'another',
    ...(spentSeen === undefined ? {} : { spent: { epoch: 3, cumulative: spentSeen } }),
  };
  return {
    devices: counterSeen === undefined && spentSeen === undefined ? {} : { [device]: seen },
    vouchers: draft.used ? { [hexFromBytes(world.VOUCHER_ID)]: [use, { ...use, useNumber: 2 }] } : {},
    highWaterMarkMs: Math.max(EMPTY_REPLAY_STORE.highWaterMarkMs, draft.highWaterMarkMs),
    ...noncesOf(draft),
  };
}

function noncesOf({ nonce }: Pick<Draft, 'nonce'>): Pick<ReplayStore, 'nonces'> {
  if (nonce === undefined) return {};
  const { requestId, shownAtMonotonicMs } = nonce;
  const request = requestId && { id: hexFromBytes(requestId), points: world.payment.points };
  return { nonces: { [hexFromBytes(world.NONCE)]: { shownAtMonotonicMs, ...(request && { request }) } } };
}

/** The kid and the signature of a certificate can be of different keys. */
async function deviceCertificateOf({ device, deviceIssuer, deviceIssuerKid }: Draft): Promise<Bytes> {
  const bytes = await makeDeviceCertificate(device, deviceIssuer);
  if (equalBytes(deviceIssuer.publicKey, deviceIssuerKid.publicKey)) return bytes;
  const parts = decoded(bytes);
  if (!Array.isArray(parts)) throw new Error('a certificate is an array');
  const header = new Map<number, Cbor>([
    [1, ESP256],
    [4, await kidOfKey(deviceIssuerKid.publicKey)],
  ]);
  return encodeCbor([encodeCbor(header), ...parts.slice(1)]);
}

function decoded(bytes: Bytes): Cbor {
  const value = decodeCbor(bytes, { maxBytes: 1200, maxDepth: 6, maxItems: 256 });
  if (!value.ok) throw new Error(value.error.kind);
  return value.value;
}

/** Adds an entry with a raw value behind the last key of a payload, as no encoder of ours would. */
function withRawEntry(...value: number[]): (payload: Bytes) => Bytes {
  return (payload) => {
    const longer = concatBytes(payload, Uint8Array.of(0x3a, 0x00, 0x01, 0x11, 0x6f), Uint8Array.from(value));
    longer[0]!++;
    return longer;
  };
}

function cborFault(kind: RefusalKind, payloadEdit: Draft['payloadEdit']): Fault {
  return { kind, place: 'encoding', apply: (draft) => void (draft.payloadEdit = payloadEdit) };
}

const NOW = world.NOW_S;

const WIRE_FAULTS: readonly Fault[] = [
  {
    kind: 'qr_unknown',
    place: 'prefix',
    apply: (draft) => editText(draft, (text) => text.replace('LW1', 'LW2')),
  },
  { kind: 'b45_char', place: 'text', apply: (draft) => editText(draft, (text) => `${text}a`) },
  {
    kind: 'b45_len',
    place: 'text',
    apply: (draft) =>
      editText(draft, (text) => text.padEnd(text.length + ((4 - ((text.length - 4) % 3)) % 3), '0')),
  },
  {
    kind: 'b45_range',
    place: 'text',
    apply: (draft) => editText(draft, (text) => `${text.slice(0, text.length - ((text.length - 4) % 3))}:::`),
  },
  {
    kind: 'too_large',
    place: 'length',
    apply: (draft) => void (draft.messageEdit = (message) => concatBytes(message, new Uint8Array(1200))),
  },
  cborFault('cbor_truncated', (payload) => payload.slice(0, -1)),
  cborFault('cbor_trailing', (payload) => concatBytes(payload, Uint8Array.of(0))),
  cborFault('cbor_not_shortest', withRawEntry(0x18, 0x01)),
  cborFault('cbor_indefinite_or_reserved', withRawEntry(0x9f, 0xff)),
  cborFault('cbor_tag', withRawEntry(0xc1, 0x00)),
  cborFault('cbor_simple_or_float', withRawEntry(0xf9, 0x3c, 0x00)),
  cborFault('cbor_int_range', withRawEntry(0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)),
  cborFault('cbor_utf8', withRawEntry(0x61, 0xff)),
  cborFault('cbor_key_type', withRawEntry(0xa1, 0x40, 0x00)),
  cborFault('cbor_key_order', withRawEntry(0xa2, 0x02, 0x00, 0x01, 0x00)),
  cborFault('cbor_dup_key', withRawEntry(0xa2, 0x01, 0x00, 0x01, 0x00)),
  cborFault('cbor_too_deep', withRawEntry(...Array.from({ length: 8 }, () => 0x81), 0x00)),
  cborFault(
    'cbor_too_many_items',
    withRawEntry(0x99, 0x01, 0x2c, ...Array.from({ length: 300 }, () => 0x00)),
  ),
  { kind: 'cose_shape', place: 'header 99', apply: (draft) => void draft.unprotectedHeader.set(99, 0) },
  {
    kind: 'cose_dup_header',
    place: 'header 1',
    apply: (draft) => void draft.unprotectedHeader.set(1, ESP256),
  },
  { kind: 'cose_crit', place: 'header 2', apply: (draft) => void draft.protectedHeader.set(2, [1]) },
  { kind: 'alg_unsupported', place: 'algorithm', apply: (draft) => void draft.protectedHeader.set(1, -7) },
  { kind: 'sig_length', place: 'signature length', apply: (draft) => void (draft.signatureBytes = 63) },
  { kind: 'wrong_type', place: 'type', apply: (draft) => void draft.labels.set(0, 1) },
  { kind: 'claims_shape', place: 'labels', apply: (draft) => void draft.labels.set(63, 0) },
  { kind: 'bad_signature', place: 'signer', apply: (draft) => void (draft.signer = world.strangerSigner) },
  { kind: 'replayed', place: 'counter', apply: (draft) => void (draft.counterSeen = COUNTER) },
  { kind: 'counter_regressed', place: 'counter', apply: (draft) => void (draft.counterSeen = COUNTER + 1) },
];

const FRESHNESS_FAULTS: readonly Fault[] = [
  { kind: 'stale', place: 'time', apply: (draft) => void draft.claims.set(6, NOW - 46) },
  { kind: 'from_future', place: 'time', apply: (draft) => void draft.claims.set(6, NOW + 46) },
  { kind: 'challenge_mismatch', place: 'nonce', apply: (draft) => void draft.claims.set(10, world.idOf(1)) },
  {
    kind: 'challenge_expired',
    place: 'nonce',
    apply: (draft) => {
      draft.claims.set(10, world.NONCE);
      draft.nonce = { shownAtMonotonicMs: -120_001 };
    },
  },
];

const REVOKED_INDEX = 5;

function statusFault(kind: 'revoked' | 'status_stale', of: 'voucher' | 'device'): Fault {
  const list = {
    subject: 'https://example.test/status/0',
    issuedAtS: NOW - 3_600,
    bits: 1 as const,
    statuses: packStatuses(1, 64, new Map([[REVOKED_INDEX, 1]])),
  };
  return {
    kind,
    place: 'status',
    apply: (draft) => {
      const statusIndex = kind === 'revoked' ? REVOKED_INDEX : 6;
      if (of === 'voucher') draft.voucher = { ...draft.voucher, statusIndex };
      else draft.device = { ...draft.device, statusIndex };
      const status = { lists: new Map([[0, list]]), deviceListNumber: 0, maxAgeMs: 3_599_999 };
      draft.policy = { ...draft.policy, status };
    },
  };
}

const DEVICE_FAULTS: readonly Fault[] = [
  {
    kind: 'unknown_issuer',
    place: 'issuer',
    apply: (draft) => void (draft.deviceIssuerKid = draft.deviceIssuer = world.strangerSigner),
  },
  {
    kind: 'cert_expired',
    place: 'certificate life',
    apply: (draft) => void (draft.device = { ...draft.device, expiresAtS: NOW }),
  },
  {
    kind: 'cert_not_yet',
    place: 'certificate life',
    apply: (draft) => void (draft.device = { ...draft.device, issuedAtS: NOW + 121 }),
  },
  {
    kind: 'cert_bad_signature',
    place: 'issuer',
    apply: (draft) => void (draft.deviceIssuer = world.strangerSigner),
  },
];

export const PASS_FAULTS: readonly Fault[] = [
  ...WIRE_FAULTS,
  ...FRESHNESS_FAULTS,
  ...DEVICE_FAULTS,
  statusFault('revoked', 'device'),
  statusFault('status_stale', 'device'),
];

const CLOCK_BEHIND: Fault = {
  kind: 'clock_behind',
  place: 'high-water mark',
  apply: (draft) => void (draft.highWaterMarkMs = world.NOW_MS + 120_001),
};

const OFFLINE_TOO_LONG: Fault = {
  kind: 'offline_too_long',
  place: 'last sync',
  apply: (draft) => void (draft.policy = { ...draft.policy, lastSyncMs: world.NOW_MS - 72 * 3_600_000 - 1 }),
};

const NO_PERMISSION: Fault = {
  kind: 'cert_perm',
  place: 'own permissions',
  apply: (draft) => void (draft.ownCertificate = { ...draft.ownCertificate, permissions: ['earn'] }),
};

function allowanceOf(change: Partial<typeof world.ALLOWANCE>): Fault['apply'] {
  return (draft) => {
    const allowance = { ...(draft.device.allowance ?? world.ALLOWANCE), ...change };
    draft.device = { ...draft.device, allowance };
  };
}

export const PAYMENT_FAULTS: readonly Fault[] = [
  ...WIRE_FAULTS,
  ...DEVICE_FAULTS,
  NO_PERMISSION,
  CLOCK_BEHIND,
  { kind: 'challenge_mismatch', place: 'request', apply: (draft) => void (draft.nonce = undefined) },
  {
    kind: 'challenge_expired',
    place: 'request',
    apply: (draft) =>
      void (draft.nonce = { shownAtMonotonicMs: -120_001, requestId: world.payment.requestId }),
  },
  statusFault('revoked', 'device'),
  statusFault('status_stale', 'device'),
  // It had spent 201, so that 250 more make 451 and not 450.
  { kind: 'allowance_regressed', place: 'spent', apply: (draft) => void (draft.spentSeen = 201) },
  { kind: 'limit_tx', place: 'allowance once', apply: allowanceOf({ perTransaction: 249 }) },
  { kind: 'limit_wallet', place: 'allowance', apply: allowanceOf({ cumulative: 449 }) },
  {
    kind: 'limit_terminal',
    place: 'risk',
    apply: (draft) => void (draft.policy = { ...draft.policy, risk: { ...DEFAULT_RISK, devicePoints: 249 } }),
  },
  OFFLINE_TOO_LONG,
];

export const PRESENTATION_FAULTS: readonly Fault[] = [
  ...WIRE_FAULTS,
  ...FRESHNESS_FAULTS,
  {
    kind: 'unknown_issuer',
    place: 'voucher issuer',
    apply: (draft) => void (draft.voucher = { ...draft.voucher, merchantId: world.idOf(0xaf) }),
  },
  {
    kind: 'issuer_revoked',
    place: 'listed merchant',
    apply: (draft) =>
      void (draft.trustList = {
        ...draft.trustList,
        merchants: draft.trustList.merchants.map((one) => ({ ...one, revoked: true })),
      }),
  },
  {
    kind: 'trust_stale',
    place: 'trust list life',
    apply: (draft) => void (draft.trustList = { ...draft.trustList, expiresAtS: NOW }),
  },
  {
    kind: 'cert_expired',
    place: 'own life',
    apply: (draft) => void (draft.ownCertificate = { ...draft.ownCertificate, expiresAtS: NOW }),
  },
  {
    kind: 'cert_not_yet',
    place: 'own life',
    apply: (draft) => void (draft.ownCertificate = { ...draft.ownCertificate, issuedAtS: NOW + 121 }),
  },
  NO_PERMISSION,
  {
    kind: 'voucher_bad_signature',
    place: 'voucher signer',
    apply: (draft) => void (draft.voucherSigner = world.strangerSigner),
  },
  CLOCK_BEHIND,
  {
    kind: 'not_yet_valid',
    place: 'voucher start',
    apply: (draft) => void (draft.voucher = { ...draft.voucher, notBeforeS: NOW + 1 }),
  },
  {
    kind: 'expired',
    place: 'voucher end',
    apply: (draft) => void (draft.voucher = { ...draft.voucher, expiresAtS: NOW }),
  },
  {
    kind: 'wrong_merchant',
    place: 'audience',
    apply: (draft) => void draft.claims.set(3, world.idOf(0xa2)),
  },
  {
    kind: 'wrong_terminal',
    place: 'home tills',
    apply: (draft) => void (draft.voucher = { ...draft.voucher, homeTills: [1, 2] }),
  },
  { kind: 'already_used_here', place: 'uses', apply: (draft) => void (draft.used = true) },
  {
    kind: 'min_spend',
    place: 'sale',
    apply: (draft) => void (draft.policy = { ...draft.policy, saleMinor: 9_999 }),
  },
  {
    kind: 'limit_tx',
    place: 'discount limit',
    apply: (draft) => void (draft.policy = { ...draft.policy, maxDiscountMinor: 1_499 }),
  },
  { kind: 'limit_voucher', place: 'use number', apply: (draft) => void draft.labels.set(3, 2) },
  {
    kind: 'limit_terminal',
    place: 'risk',
    apply: (draft) => {
      const risk = { ...DEFAULT_RISK, deviceRedemptions: 0, anyTillFaceMinor: 1_500 };
      draft.policy = { ...draft.policy, risk };
    },
  },
  OFFLINE_TOO_LONG,
  statusFault('revoked', 'voucher'),
  statusFault('status_stale', 'voucher'),
  {
    kind: 'online_required',
    place: 'offline policy',
    apply: (draft) => void (draft.voucher = { ...draft.voucher, offlinePolicy: 0 }),
  },
];

function editText(draft: Draft, edit: Draft['textEdit']): void {
  const before = draft.textEdit;
  draft.textEdit = (text) => edit(before(text));
}
