// A till that another till has added: who believes it, and what its certificate may say.
import { correction, generate } from 'lean-qr';
import { describe, expect, test } from 'vitest';
import { openTerminalCertificate } from '#protocol/chain.ts';
import { codeFromBytes } from '#protocol/code.ts';
import {
  DELEGATE_LIFE_S,
  DELEGATE_SLOTS,
  FIRST_DELEGATE_TILL,
  delegateOf,
  pairingDigits,
} from '#protocol/delegation.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import { inspectMessage } from '#protocol/inspect.ts';
import { makeJournalRecord } from '#protocol/journal-record.ts';
import { makePayRequest } from '#protocol/challenge.ts';
import { makePayReceipt, makeVoidReceipt } from '#protocol/pay-receipt.ts';
import { makePayment } from '#protocol/payment.ts';
import { makeRedemptionReceipt } from '#protocol/redemption-receipt.ts';
import { DEFAULT_RISK } from '#protocol/risk.ts';
import type { TerminalCertificate } from '#protocol/messages.ts';
import { salesLimitsOf } from '#protocol/sales-limits.ts';
import { verifyAtWallet } from '#protocol/verify-at-wallet.ts';
import { verifyRequestAtWallet } from '#protocol/verify-pay-at-wallet.ts';
import { swapCertificate } from './swap-certificate.ts';
import { DELEGATE, PARENT, addedKey, delegatedSigner } from './delegated.ts';
import * as world from './world.ts';

const clock = world.clockAt(world.NOW_MS);
const wallet = {
  memberId: world.MEMBER_ID,
  presentations: new Map<string, string>(),
  receipts: new Set<string>(),
};

async function opened(
  change: Partial<TerminalCertificate> = {},
  by: Parameters<typeof delegatedSigner>[1] = {},
): Promise<string> {
  const { certificate } = await delegatedSigner(change, by);
  const demand = { trustList: world.trustList, atMs: world.NOW_MS, nowMs: world.NOW_MS, permissions: [] };
  const result = await openTerminalCertificate(certificate, demand);
  if (result.ok) expect(result.value.delegatedBy?.serial).toBe(world.SERIAL);
  return result.ok ? 'ok' : [result.error.kind, result.error.at ?? ''].join(' ').trim();
}

test('passes on a quarter, rounded up, for a week and never beyond its own end', () => {
  expect(DELEGATE.caps).toEqual({
    pointsPerReceipt: 1_250,
    pointsPerDay: 25_000,
    valuePerDayMinor: 1_250_000,
  });
  expect(DELEGATE.risk).toEqual({
    ...DEFAULT_RISK,
    devicePoints: 125,
    deviceRedemptions: 1,
    anyTillFaceMinor: 250,
    challengeFaceMinor: 1_250,
  });
  expect(DELEGATE.expiresAtS - DELEGATE.issuedAtS).toBe(DELEGATE_LIFE_S);
  expect(DELEGATE.serial).toBe(2 ** 48 + world.SERIAL);
  expect(DELEGATE.tillNumber).toBeGreaterThanOrEqual(FIRST_DELEGATE_TILL);
  expect(DELEGATE.delegates).toBeUndefined();
  const order = {
    terminalKey: addedKey.publicKey,
    issuedAtS: PARENT.expiresAtS - 60,
    slot: DELEGATE_SLOTS,
    random: world.idOf(255, 4),
  };
  const late = delegateOf({ ...PARENT, serial: 2 ** 48 - 1 }, order);
  expect(late.expiresAtS).toBe(PARENT.expiresAtS);
  expect(Number.isSafeInteger(late.serial)).toBe(true);
});

test('a wallet follows the chain from the root over the enrolling till to the new one', async () => {
  const signer = await delegatedSigner();
  const receipt = await makeEarnReceipt(world.earnReceipt, signer);
  const { verdict } = await verifyAtWallet(receipt, wallet, world.walletPolicy, clock);
  expect(verdict).toMatchObject({ kind: 'earned', certificate: { serial: DELEGATE.serial } });
  const request = await makePayRequest(world.payRequest, signer);
  expect(await verifyRequestAtWallet(request, world.walletPolicy, clock)).toMatchObject({
    kind: 'pay_request',
  });
  // Each signature names the certificate it was made under, all the way down.
  const other = await delegatedSigner({ tillNumber: 200_000 });
  expect(
    (await verifyAtWallet(swapCertificate(receipt, other.certificate), wallet, world.walletPolicy, clock))
      .verdict,
  ).toMatchObject({ refusal: { kind: 'bad_signature' } });
});

test('sells a quarter as well: by its caps, and of limits that its maker was given', async () => {
  expect(DELEGATE.sales).toBeUndefined();
  expect(salesLimitsOf(DELEGATE)).toEqual({
    perReceiptMinor: 1_250_000,
    perDayMinor: 6_250_000,
    receiptsPerDay: 625,
  });
  const sales = { perReceiptMinor: 4_001, perDayMinor: 8_000, receiptsPerDay: 8 };
  const order = {
    terminalKey: addedKey.publicKey,
    issuedAtS: world.NOW_S,
    slot: 1,
    random: world.idOf(1, 4),
  };
  const shared = delegateOf({ ...PARENT, sales }, order).sales;
  expect(shared).toEqual({ perReceiptMinor: 1_001, perDayMinor: 2_000, receiptsPerDay: 2 });
  expect(await opened({ sales: shared! }, { parent: { sales } })).toBe('ok');
});

describe('is refused', () => {
  const caps = DELEGATE.caps;
  const risk = DELEGATE.risk!;

  test.each<[string, string, Partial<TerminalCertificate>, Parameters<typeof delegatedSigner>[1]?]>([
    ['of a till that may not enrol', 'cert_delegation enrol', {}, { parent: { delegates: 0 } }],
    ['of a till that was added itself', 'cert_delegation depth', {}, { parent: { serial: 2 ** 48 + 7 } }],
    ['that may enrol others itself', 'cert_delegation depth', { delegates: 1 }],
    [
      'with more points',
      'cert_delegation limits',
      { caps: { ...caps, pointsPerDay: caps.pointsPerDay + 1 } },
    ],
    ['with more per receipt', 'cert_delegation limits', { caps: { ...caps, pointsPerReceipt: 1_251 } }],
    ['with more value', 'cert_delegation limits', { caps: { ...caps, valuePerDayMinor: 1_250_001 } }],
    [
      'that sells more than a quarter',
      'cert_delegation limits',
      { sales: { perReceiptMinor: 1, perDayMinor: 6_250_001, receiptsPerDay: 1 } },
    ],
    [
      'of a till with limits of its own, without any',
      'cert_delegation limits',
      {},
      { parent: { sales: { perReceiptMinor: 4_000, perDayMinor: 8_000, receiptsPerDay: 8 } } },
    ],
    ['with higher faces', 'cert_delegation limits', { risk: { ...risk, challengeFaceMinor: 1_251 } }],
    [
      'longer without the server',
      'cert_delegation limits',
      { risk: { ...risk, mostOfflineS: 72 * 3_600 + 1 } },
    ],
    ['without limits, which are those of any till', 'cert_delegation limits', { risk: DEFAULT_RISK }],
    ['for longer than a week', 'cert_delegation life', { expiresAtS: DELEGATE.expiresAtS + 1 }],
    [
      'for longer than its maker',
      'cert_delegation life',
      {},
      { parent: { expiresAtS: DELEGATE.expiresAtS - 1 } },
    ],
    ['from before its maker', 'cert_delegation life', {}, { parent: { issuedAtS: DELEGATE.issuedAtS + 1 } }],
    ['with a number of the server', 'cert_delegation number', { serial: world.SERIAL }],
    ['with a number of another till', 'cert_delegation number', { serial: DELEGATE.serial + 1 }],
    ['as a till that the server has numbered', 'cert_delegation number', { tillNumber: 3 }],
    [
      'with a permission its maker lacks',
      'cert_delegation permissions',
      {},
      { parent: { permissions: ['earn', 'redeem', 'pay'] } },
    ],
    [
      'when it has ended',
      'cert_expired',
      { issuedAtS: world.NOW_S - DELEGATE_LIFE_S, expiresAtS: world.NOW_S },
    ],
    [
      'of another key than that of the certificate inside',
      'cert_bad_signature',
      {},
      { key: world.strangerSigner },
    ],
  ])('%s', async (_name, refusal, change, by) => {
    expect(await opened(change, by)).toBe(refusal);
  });

  test('of another merchant', async () => {
    const trustList = {
      ...world.trustList,
      merchants: [world.merchant, { ...world.merchant, merchantId: world.idOf(0xa3) }],
    };
    const { certificate } = await delegatedSigner({ merchantId: world.idOf(0xa3) });
    const demand = { trustList, atMs: world.NOW_MS, nowMs: world.NOW_MS, permissions: [] };
    expect(await openTerminalCertificate(certificate, demand)).toMatchObject({
      error: { kind: 'cert_delegation', at: 'merchant' },
    });
    expect(await opened()).toBe('ok');
  });
});

test('shows six digits that depend on both messages', async () => {
  const ids = { requestId: world.idOf(1, 16), certificateId: world.idOf(2, 16) };
  const digits = await pairingDigits(ids);
  expect(digits).toMatch(/^\d{6}$/);
  expect(await pairingDigits({ ...ids, requestId: world.idOf(3, 16) })).not.toBe(digits);
  expect(await pairingDigits({ ...ids, certificateId: world.idOf(3, 16) })).not.toBe(digits);
});

test('fits a code no larger than a version 20 symbol, and its records the server', async () => {
  const signer = await delegatedSigner();
  const parts = {
    earn: await makeEarnReceipt(world.earnReceipt, signer),
    redeem: await makeRedemptionReceipt(world.redemptionReceipt, signer),
    request: await makePayRequest(world.payRequest, signer),
    payment: await makePayment(world.payment, await world.deviceSigner({ allowance: world.ALLOWANCE })),
    receipt: await makePayReceipt(world.payReceipt, signer),
    void: await makeVoidReceipt(world.voidReceipt, signer),
  };
  const record = await makeJournalRecord(
    {
      issuedAtS: world.NOW_S,
      eventId: '01941f29-7c00-7aaa-8aaa-aaaaaaaaaaaa',
      epoch: 0x9abc_def0,
      sequence: 12,
      kind: 'void_pay',
      parts: [parts.request, parts.payment, parts.receipt, parts.void],
      occurredAtMs: world.NOW_MS,
      previous: world.idOf(0xd3),
    },
    addedKey,
  );
  const shown = Object.entries({ certificate: signer.certificate, ...parts }).map(([name, bytes]) => ({
    name,
    length: bytes.length,
    version: versionOf(codeFromBytes(bytes)),
  }));
  console.log(
    [
      ...shown.map(({ name, length, version }) => `${name}: ${length} bytes, QR ${version}-M`),
      `record: ${record.length}`,
    ].join('\n'),
  );
  expect(Math.max(...shown.map(({ version }) => version))).toBeLessThanOrEqual(20);
  expect(record.length).toBeLessThanOrEqual(2_400);
});

test('is explained with both certificates', async () => {
  const { lines, refusal } = await inspectMessage((await delegatedSigner()).certificate, {
    trustList: world.trustList,
  });
  expect(refusal).toBeUndefined();
  expect(lines.join('\n')).toContain(`serial: ${world.SERIAL}`);
  expect(lines.join('\n')).toContain(`serial: ${DELEGATE.serial}`);
});

function versionOf(code: string): number {
  const options = { minCorrectionLevel: correction.M, maxCorrectionLevel: correction.M };
  return (generate(code, options).size - 17) / 4;
}
