// src/protocol/README.md, "Threats", a till that may add others and is in the wrong hands: what it can pass on, and what nobody
// takes from it.
import { expect, test } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import { openTerminalCertificate } from '#protocol/chain.ts';
import { DELEGATE_LIFE_S, delegateOf, makeDelegatedCertificate } from '#protocol/delegation.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import type { TerminalCertificate } from '#protocol/messages.ts';
import type { JournalRecord } from '#protocol/journal-message.ts';
import { salesLimitsOf } from '#protocol/sales-limits.ts';
import type { ServerTrust } from '#protocol/server-trust.ts';
import type { CertifiedSigner, Signer } from '#protocol/signer.ts';
import { verifyRecordParts } from '#protocol/verify-at-server.ts';
import { verifyAtWallet } from '#protocol/verify-at-wallet.ts';
import { DELEGATE, PARENT, addedKey, delegatedSigner } from '../delegated.ts';
import * as world from '../world.ts';

const wallet = { memberId: world.MEMBER_ID, presentations: new Map(), receipts: new Set<string>() };

async function atWallet(signer: CertifiedSigner, atS = world.NOW_S): Promise<string> {
  const receipt = await makeEarnReceipt({ ...world.earnReceipt, issuedAtS: atS }, signer);
  const clock = world.clockAt(atS * 1000);
  const { verdict } = await verifyAtWallet(receipt, wallet, world.walletPolicy, clock);
  return 'refusal' in verdict ? verdict.refusal.kind : verdict.kind;
}

async function credited(signer: CertifiedSigner, registered: ReadonlySet<number>): Promise<string> {
  const trust: ServerTrust = {
    trustList: world.trustList,
    isRegistered: ({ serial }) => registered.has(serial),
    serverKeys: [world.serverSigner.publicKey],
    nowMs: world.NOW_MS,
  };
  const parts: readonly Bytes[] = [await makeEarnReceipt(world.earnReceipt, signer)];
  const contents = await verifyRecordParts({ kind: 'earn', parts } as JournalRecord, trust);
  return contents.ok ? contents.value.kind : contents.error.kind;
}

test('a stolen enrolling till is worth twice its own caps a day, whatever it signs', async () => {
  const thieves = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const order = {
        terminalKey: addedKey.publicKey,
        issuedAtS: world.NOW_S,
        slot: 1 + index,
        random: world.idOf(index, 4),
      };
      const certificate = delegateOf(PARENT, order);
      const signer = await delegatedSigner(certificate);
      return { certificate, signer };
    }),
  );
  // The server registers as many as the certificate says and no more; its own test is in test/server.
  const registered = new Set(thieves.slice(0, PARENT.delegates).map(({ certificate }) => certificate.serial));
  let points = PARENT.caps.pointsPerDay;
  let valueMinor = PARENT.caps.valuePerDayMinor;
  let salesMinor = salesLimitsOf(PARENT).perDayMinor;
  for (const { certificate, signer } of thieves) {
    expect(await atWallet(signer)).toBe('earned');
    if ((await credited(signer, registered)) !== 'earn') continue;
    points += certificate.caps.pointsPerDay;
    valueMinor += certificate.caps.valuePerDayMinor;
    salesMinor += salesLimitsOf(certificate).perDayMinor;
  }
  expect(points).toBe(2 * PARENT.caps.pointsPerDay);
  expect(valueMinor).toBe(2 * PARENT.caps.valuePerDayMinor);
  expect(salesMinor).toBe(2 * salesLimitsOf(PARENT).perDayMinor);
});

test('a till that was added cannot add another, whatever its certificate says', async () => {
  const second: Signer = world.fixedSigner(0x58);
  const added = await delegatedSigner();
  const order = { terminalKey: second.publicKey, issuedAtS: world.NOW_S, slot: 1, random: world.idOf(3, 4) };
  const bytes = await makeDelegatedCertificate(delegateOf({ ...DELEGATE, delegates: 4 }, order), added);
  const demand = { trustList: world.trustList, atMs: world.NOW_MS, nowMs: world.NOW_MS, permissions: [] };
  expect(await openTerminalCertificate(bytes, demand)).toMatchObject({
    error: { kind: 'cert_delegation', at: 'depth' },
  });
  expect(await atWallet(await delegatedSigner({ delegates: 4 }))).toBe('cert_delegation');
});

test.each<[string, Partial<TerminalCertificate>]>([
  ['points per day', { caps: { ...DELEGATE.caps, pointsPerDay: DELEGATE.caps.pointsPerDay + 1 } }],
  ['value per day', { caps: { ...DELEGATE.caps, valuePerDayMinor: DELEGATE.caps.valuePerDayMinor + 1 } }],
])('nor can it have more %s than a quarter', async (_what, change) => {
  expect(await atWallet(await delegatedSigner(change))).toBe('cert_delegation');
});

test('it ends after a week: nobody takes what it signs from then on', async () => {
  const signer = await delegatedSigner();
  const endS = DELEGATE.issuedAtS + DELEGATE_LIFE_S;
  expect(await atWallet(signer, endS - 1)).toBe('earned');
  expect(await atWallet(signer, endS)).toBe('cert_expired');
});
