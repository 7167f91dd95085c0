import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cbor, LIST_LIMITS, encodeCbor } from '#protocol/cbor.ts';
import type { MessageSchema } from '#protocol/claims.ts';
import { makeSign1 } from '#protocol/cose-sign1.ts';
import { CHALLENGE, PAY_REQUEST } from '#protocol/challenge.ts';
import { ENROL_REQUEST } from '#protocol/enrol-request.ts';
import { ISSUER_CERTIFICATE } from '#protocol/issuer-certificate.ts';
import { PAY_RECEIPT, VOID_RECEIPT } from '#protocol/pay-receipt.ts';
import { PAYMENT } from '#protocol/payment.ts';
import { POSTER } from '#protocol/poster.ts';
import { DEVICE_CERTIFICATE } from '#protocol/device-certificate.ts';
import { EARN_RECEIPT } from '#protocol/earn-receipt.ts';
import { JOURNAL_RECORD } from '#protocol/journal-record.ts';
import { MEMBER_PASS, makePass } from '#protocol/member-pass.ts';
import { makeKeyed, openAs, openMessage } from '#protocol/open-message.ts';
import { PRESENTATION } from '#protocol/presentation.ts';
import { PROGRAMME_SEAL } from '#protocol/programme-seal.ts';
import { REDEMPTION_RECEIPT } from '#protocol/redemption-receipt.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import { TRUST_LIST } from '#protocol/trust-list.ts';
import { VOUCHER, makeVoucher } from '#protocol/voucher.ts';
import * as arbitrary from './arbitrary-messages.ts';
import { NOW_S, deviceKey, deviceSigner, fixedSigner, voucher } from './world.ts';

const silent = { ...fixedSigner(1), sign: () => Promise.resolve(new Uint8Array(64)) };

function expectIdentity<T>(schema: MessageSchema<T>, messages: fc.Arbitrary<T>): Promise<void> {
  return fc.assert(
    fc.asyncProperty(messages, async (value) => {
      const bytes = await makeKeyed(schema, value, silent, LIST_LIMITS);
      const opened = openAs(schema, bytes, LIST_LIMITS);
      expect(opened.ok ? opened.value.value : opened).toEqual(value);
    }),
    { numRuns: 100 },
  );
}

describe('decode after encode is identity', () => {
  test('earn receipt', () => expectIdentity(EARN_RECEIPT, arbitrary.earnReceipts));
  test('member pass', () => expectIdentity(MEMBER_PASS, arbitrary.memberPasses));
  test('voucher', () => expectIdentity(VOUCHER, arbitrary.vouchers));
  test('presentation', () => expectIdentity(PRESENTATION, arbitrary.presentations));
  test('redemption receipt', () => expectIdentity(REDEMPTION_RECEIPT, arbitrary.redemptionReceipts));
  test('terminal certificate', () => expectIdentity(TERMINAL_CERTIFICATE, arbitrary.terminalCertificates));
  test('device certificate', () => expectIdentity(DEVICE_CERTIFICATE, arbitrary.deviceCertificates));
  test('trust list', () => expectIdentity(TRUST_LIST, arbitrary.trustLists));
  test('poster', () => expectIdentity(POSTER, arbitrary.posters));
  test('pay request', () => expectIdentity(PAY_REQUEST, arbitrary.payRequests));
  test('payment', () => expectIdentity(PAYMENT, arbitrary.payments));
  test('pay receipt', () => expectIdentity(PAY_RECEIPT, arbitrary.payReceipts));
  test('enrol request', () => expectIdentity(ENROL_REQUEST, arbitrary.enrolRequests));
  test('challenge', () => expectIdentity(CHALLENGE, arbitrary.challenges));
  test('issuer certificate', () => expectIdentity(ISSUER_CERTIFICATE, arbitrary.issuerCertificates));
  test('void receipt', () => expectIdentity(VOID_RECEIPT, arbitrary.voidReceipts));
  test('journal record', () => expectIdentity(JOURNAL_RECORD, arbitrary.journalRecords));
  test('programme seal', () => expectIdentity(PROGRAMME_SEAL, arbitrary.programmeSeals));
});

interface AnySchema {
  readonly type: number;
  readonly fields: Readonly<Record<string, { readonly place: string; readonly number: number }>>;
}

const schemas: readonly AnySchema[] = [
  EARN_RECEIPT,
  MEMBER_PASS,
  VOUCHER,
  PRESENTATION,
  REDEMPTION_RECEIPT,
  TERMINAL_CERTIFICATE,
  DEVICE_CERTIFICATE,
  TRUST_LIST,
  POSTER,
  PAY_REQUEST,
  PAYMENT,
  PAY_RECEIPT,
  ENROL_REQUEST,
  CHALLENGE,
  ISSUER_CERTIFICATE,
  VOID_RECEIPT,
  JOURNAL_RECORD,
];

test('no two fields of a message share a label, and no two messages a type', () => {
  expect(new Set(schemas.map(({ type }) => type)).size).toBe(schemas.length);
  for (const { type, fields } of schemas) {
    const places = Object.values(fields).map((one) => `${one.place}${one.number}`);
    expect(new Set(places).size, `type ${type}`).toBe(places.length);
  }
});

describe('claims outside the shape', () => {
  /** A member pass with a change to its claims or to its own labels. */
  async function passWith(
    claims: readonly [number, Cbor][],
    labels: readonly [number, Cbor][],
  ): Promise<string> {
    const own = new Map<number, Cbor>([[0, 3], [1, 7], ...labels]);
    const payload = encodeCbor(new Map<number, Cbor>([[6, NOW_S], [-65537, own], ...claims]));
    const read = openAs(MEMBER_PASS, await makeSign1({ payload }, deviceKey));
    return read.ok ? 'accepted' : `${read.error.kind} ${read.error.at ?? ''}`.trim();
  }

  test.each<[string, [number, Cbor][], [number, Cbor][], string]>([
    ['nothing changed', [], [], 'accepted'],
    ['an unknown label from 64 on', [], [[64, [1, 2]]], 'accepted'],
    ['an unknown label below 64', [], [[63, 1]], 'claims_shape unknown label'],
    ['a negative label', [], [[-1, 1]], 'claims_shape unknown label'],
    ['an unknown claim', [[99, 1]], [], 'claims_shape unknown label'],
    ['another type', [], [[0, 5]], 'wrong_type'],
    ['a type that is no number', [], [[0, 'pass']], 'claims_shape type'],
    ['a counter that is text', [], [[1, '7']], 'claims_shape counter'],
    ['a negative counter', [], [[1, -7]], 'claims_shape counter'],
    ['a nonce of seven bytes', [[10, new Uint8Array(7)]], [], 'claims_shape nonce'],
    ['a time after the year 9999', [[6, 253_402_300_800]], [], 'claims_shape issuedAtS'],
    ['a private claim that is no map', [[-65537, 1]], [], 'claims_shape private claim'],
  ])('%s: %s', async (_, claims, labels, expected) => {
    expect(await passWith(claims, labels)).toBe(expected);
  });

  test('a payload that is no map', async () => {
    const bytes = await makeSign1({ payload: encodeCbor([1]) }, deviceKey);
    expect(openMessage(bytes)).toMatchObject({ error: { kind: 'claims_shape', at: 'payload' } });
  });

  test('what no single field can say', async () => {
    const cases = [
      makeVoucher({ ...voucher, capMinor: 100 }, deviceKey),
      makeVoucher({ ...voucher, maxUses: 0 }, deviceKey),
      makeVoucher({ ...voucher, kind: 'percent', value: 10_001 }, deviceKey),
    ];
    for (const made of cases) await expect(made).rejects.toThrow('combination');
  });
});

test('a maker refuses to sign what no reader would take', async () => {
  await expect(makeVoucher({ ...voucher, title: 'x'.repeat(29) }, deviceKey)).rejects.toThrow('title');
  const signer = await deviceSigner();
  await expect(makePass({ issuedAtS: NOW_S, counter: 1.5 }, signer)).rejects.toThrow('bug');
});
