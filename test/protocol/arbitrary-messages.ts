// Every message that the schemas allow, for the property tests.
import fc from 'fast-check';
import type { Bytes } from '#base/bytes.ts';
import { uuidV7 } from '#base/uuid.ts';
import {
  type DeviceCertificate,
  type EarnReceipt,
  type Facts,
  type MemberPass,
  type Presentation,
  REDEMPTION_RESULTS,
  type RedemptionReceipt,
  type TerminalCertificate,
  type TrustList,
  type Voucher,
} from '#protocol/messages.ts';
import type { JournalRecord } from '#protocol/journal-message.ts';
import {
  ANSWER_TIME_S,
  type Challenge,
  type PayReceipt,
  type PayRequest,
  type Payment,
  UNDO_REASONS,
  type VoidReceipt,
} from '#protocol/pay-messages.ts';
import type { EnrolRequest, IssuerCertificate, Poster, ProgrammeSeal } from '#protocol/setup-messages.ts';
import { fixedSigner } from './world.ts';

const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
const minorUnits = fc.oneof(fc.nat(), fc.nat(100), fc.constant(Number.MAX_SAFE_INTEGER));
const count = fc.nat();
const positive = fc.integer({ min: 1 });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const someKeys = [0x11, 0x12, 0x13].map((filler) => fixedSigner(filler).publicKey);
const publicKey = fc.constantFrom(...someKeys);

function bytes(least: number, most: number = least): fc.Arbitrary<Bytes> {
  return fc.uint8Array({ minLength: least, maxLength: most }).map((one) => new Uint8Array(one));
}

function text(most: number): fc.Arbitrary<string> {
  return fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: most })
    .filter((one) => Array.from(one).length <= most && !one.startsWith('\uFEFF'));
}

/** `record` with the last keys optional. */
function shape<T>(
  required: { [K in keyof T]?: unknown },
  optional: { [K in keyof T]?: unknown } = {},
): fc.Arbitrary<T> {
  const all = { ...required, ...optional } as Record<string, fc.Arbitrary<unknown>>;
  return fc.record(all, {
    requiredKeys: Object.keys(required),
    noNullPrototype: true,
  }) as unknown as fc.Arbitrary<T>;
}

const factLine = shape<Facts['lines'][number]>(
  { amountMinor: minorUnits, category: text(32) },
  { store: text(32) },
);

export const facts: fc.Arbitrary<Facts> = shape<Facts>(
  {
    kind: fc.constantFrom('purchase', 'refund', 'activity', 'visit'),
    lines: fc.array(factLine, { maxLength: 6 }),
  },
  { payWith: text(24), reverses: bytes(16) },
);

const boundOrBearer = fc.oneof(
  bytes(8).map((memberId) => ({ memberId })),
  seconds.map((expiresAtS) => ({ expiresAtS })),
);

export const earnReceipts: fc.Arbitrary<EarnReceipt> = fc
  .tuple(
    shape<EarnReceipt>(
      {
        issuedAtS: seconds,
        sequence: positive,
        facts,
        totalMinor: minorUnits,
        tillReference: text(12),
        previous: bytes(8),
      },
      {
        campaigns: fc.array(text(32), { minLength: 1, maxLength: 4 }),
        flatGrant: shape({ unitNumber: count, quantity: count }),
      },
    ),
    boundOrBearer,
  )
  .map(([receipt, holder]) => ({ ...receipt, ...holder }));

export const memberPasses: fc.Arbitrary<MemberPass> = shape<MemberPass>(
  { issuedAtS: seconds, counter: count },
  { nonce: bytes(8) },
);

export const vouchers: fc.Arbitrary<Voucher> = fc
  .tuple(
    shape<Voucher>(
      {
        merchantId: bytes(8),
        voucherId: bytes(12),
        expiresAtS: seconds,
        holderKey: publicKey,
        title: text(28),
        offlinePolicy: fc.constantFrom(0, 1, 2, 3),
      },
      {
        notBeforeS: seconds,
        minSpendMinor: minorUnits,
        maxUses: fc.integer({ min: 1, max: 1000 }),
        merchantSetId: bytes(8),
        homeTills: fc.array(uint32, { minLength: 1, maxLength: 8 }),
        statusIndex: uint32,
        instanceKey: text(64),
        programmeVoucher: text(64),
      },
    ),
    fc.oneof(
      shape<Voucher>({ kind: fc.constant('fixed'), value: minorUnits }),
      shape<Voucher>({ kind: fc.constant('percent'), value: fc.nat(10_000) }, { capMinor: minorUnits }),
    ),
  )
  .map(([rest, off]) => ({ ...rest, ...off }));

export const presentations: fc.Arbitrary<Presentation> = shape<Presentation>(
  {
    merchantId: bytes(8),
    issuedAtS: seconds,
    counter: count,
    voucher: bytes(1, 600),
    useNumber: fc.integer({ min: 1, max: 1000 }),
  },
  { nonce: bytes(8) },
);

const answers = { issuedAtS: seconds, presentationId: bytes(16), usesLeft: fc.nat(1000) };

export const redemptionReceipts: fc.Arbitrary<RedemptionReceipt> = fc.oneof(
  fc
    .tuple(
      shape<RedemptionReceipt>({
        ...answers,
        sequence: positive,
        result: fc.constant('accepted'),
        discountMinor: minorUnits,
        previous: bytes(8),
      }),
      fc.oneof(fc.constant({}), shape<RedemptionReceipt>({ facts, totalMinor: minorUnits })),
    )
    .map(([receipt, sale]) => ({ ...receipt, ...sale })),
  shape<RedemptionReceipt>({
    ...answers,
    sequence: fc.constant(0),
    result: fc.constantFrom(...REDEMPTION_RESULTS.slice(1)),
    discountMinor: fc.constant(0),
    previous: fc.constant(new Uint8Array(8)),
  }),
);

export const terminalCertificates: fc.Arbitrary<TerminalCertificate> = shape<TerminalCertificate>(
  {
    merchantId: bytes(8),
    issuedAtS: seconds,
    expiresAtS: seconds,
    terminalKey: publicKey,
    tillNumber: uint32,
    permissions: fc.subarray(['earn', 'redeem', 'pay', 'issue', 'void']),
    caps: shape({ pointsPerReceipt: count, pointsPerDay: count, valuePerDayMinor: minorUnits }),
    serial: count,
  },
  {
    delegates: uint32,
    sales: shape({ perReceiptMinor: minorUnits, perDayMinor: minorUnits, receiptsPerDay: count }),
    risk: shape({
      devicePoints: count,
      deviceRedemptions: count,
      fullOfflineS: uint32,
      mostOfflineS: uint32,
      anyTillFaceMinor: minorUnits,
      challengeFaceMinor: minorUnits,
    }),
  },
);

export const deviceCertificates: fc.Arbitrary<DeviceCertificate> = shape<DeviceCertificate>(
  {
    memberId: bytes(8),
    issuedAtS: seconds,
    expiresAtS: seconds,
    deviceKey: publicKey,
    assurance: fc.constantFrom('soft', 'non_extractable', 'passkey'),
  },
  {
    allowance: shape({ perTransaction: count, cumulative: count, epoch: uint32 }),
    statusIndex: uint32,
    tiers: fc.array(shape({ programmeNumber: count, rank: count }), { minLength: 1, maxLength: 8 }),
  },
);

export const trustLists: fc.Arbitrary<TrustList> = shape<TrustList>(
  {
    issuedAtS: seconds,
    expiresAtS: seconds,
    version: count,
    merchants: fc.array(
      shape({
        merchantId: bytes(8),
        name: text(40),
        slug: text(32),
        rootKeys: fc.array(publicKey, { minLength: 1, maxLength: 4 }),
        revoked: fc.boolean(),
        statusListNumber: count,
        currency: shape({ code: fc.constantFrom('EUR', 'IRR', 'CNY'), exponent: fc.nat(3) }),
      }),
      { maxLength: 3 },
    ),
  },
  {
    previousHash: bytes(32),
    nextServerKey: publicKey,
    issuerCertificates: fc.array(bytes(1, 200), { minLength: 1, maxLength: 3 }),
    revokedTills: fc.array(shape({ serial: count, fromS: seconds }), { minLength: 1, maxLength: 3 }),
  },
);

const lives = fc
  .tuple(fc.nat(4_000_000_000), fc.integer({ min: 1, max: ANSWER_TIME_S }))
  .map(([issuedAtS, lifeS]) => ({ issuedAtS, expiresAtS: issuedAtS + lifeS }));

export const challenges: fc.Arbitrary<Challenge> = fc
  .tuple(lives, shape<Challenge>({ nonce: bytes(8), sequence: count }))
  .map(([life, rest]) => ({ ...rest, ...life }));

export const payRequests: fc.Arbitrary<PayRequest> = fc
  .tuple(challenges, shape<PayRequest>({ points: positive, amountMinor: minorUnits, reference: text(12) }))
  .map(([challenge, rest]) => ({ ...rest, ...challenge }));

export const payments: fc.Arbitrary<Payment> = fc
  .tuple(
    shape<Payment>({
      issuedAtS: seconds,
      counter: count,
      points: positive,
      requestId: bytes(16),
      previous: bytes(8),
    }),
    count,
  )
  .map(([payment, before]) => ({ ...payment, cumulative: payment.points + before }));

const answer = { issuedAtS: seconds, sequence: positive, previous: bytes(8) };
export const payReceipts: fc.Arbitrary<PayReceipt> = shape<PayReceipt>({
  ...answer,
  paymentId: bytes(16),
  points: positive,
});
const undoneLines = fc
  .uniqueArray(fc.nat(5), { minLength: 1, maxLength: 6 })
  .chain((indexes) =>
    fc.tuple(
      ...indexes
        .toSorted((a, b) => a - b)
        .map((index) => positive.map((amountMinor) => ({ index, amountMinor }))),
    ),
  );
export const voidReceipts: fc.Arbitrary<VoidReceipt> = shape<VoidReceipt>(
  { ...answer, voidedId: bytes(16), points: count },
  { reason: fc.constantFrom(...UNDO_REASONS), note: text(40), lines: undoneLines },
);

export const posters: fc.Arbitrary<Poster> = shape<Poster>({
  merchantId: bytes(8),
  expiresAtS: seconds,
  posterNumber: uint32,
  displayName: text(40),
});

export const enrolRequests: fc.Arbitrary<EnrolRequest> = shape<EnrolRequest>({
  issuedAtS: seconds,
  name: text(40),
  terminalKey: publicKey,
  pairingCode: bytes(8),
});

export const issuerCertificates: fc.Arbitrary<IssuerCertificate> = shape<IssuerCertificate>({
  merchantId: bytes(8),
  issuedAtS: seconds,
  expiresAtS: seconds,
  issuerKey: publicKey,
  issuerNumber: uint32,
});

export const programmeSeals: fc.Arbitrary<ProgrammeSeal> = shape<ProgrammeSeal>({
  merchantId: bytes(8),
  issuedAtS: seconds,
  programmeId: text(64),
  contentHash: bytes(32),
});

const eventIds = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 45 }), bytes(10))
  .map(([ms, random]) => uuidV7(ms, random));

export const journalRecords: fc.Arbitrary<JournalRecord> = fc
  .tuple(
    shape<JournalRecord>({
      issuedAtS: seconds,
      eventId: eventIds,
      epoch: uint32,
      sequence: count,
      occurredAtMs: fc.maxSafeInteger().map((ms) => Math.abs(ms) % 4_000_000_000_000),
      previous: bytes(8),
    }),
    fc.oneof(
      shape<JournalRecord>({ kind: fc.constantFrom('join', 'earn'), parts: fc.tuple(bytes(1, 500)) }),
      shape<JournalRecord>({
        kind: fc.constantFrom('redeem', 'claim'),
        parts: fc.tuple(bytes(1, 500), bytes(1, 500)),
      }),
      shape<JournalRecord>({
        kind: fc.constantFrom('report', 'profile'),
        parts: fc.tuple(bytes(1, 64), bytes(1, 64), bytes(1, 10)),
      }),
    ),
  )
  .map(([rest, contents]) => ({ ...rest, ...contents }));
