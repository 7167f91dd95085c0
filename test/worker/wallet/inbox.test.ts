// What the server did not count must not go unseen: who, where, when by whose clock, why, and the proof of it.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesFromCode, codeFromBytes } from '#protocol/code.ts';
import { openExport } from '#protocol/ledger-export.ts';
import { verifyExport } from '#server/verify-export/verify-export.ts';
import { type Till, openTill } from '../../support/shop.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good } from '../../support/test-wallet.ts';
import { joinedWallet } from '../../support/wallet-line.ts';

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
});
afterAll(() => server.close());

async function syncedWallet(): Promise<TestWallet> {
  const { wallet } = await joinedWallet(server);
  await wallet.api.syncNow();
  return wallet;
}

/** One bearer receipt, scanned by two people; the second is too late. */
async function lateClaim(): Promise<TestWallet> {
  const [first, second] = [await syncedWallet(), await syncedWallet()];
  const code = codeFromBytes(
    await till.sell({ expiresAtS: Math.floor(server.clock.nowMs() / 1_000) + 3_600 }),
  );
  for (const wallet of [first, second]) {
    good(await wallet.api.readCode(code, 'en'));
    await wallet.api.syncNow();
  }
  return second;
}

/** One voucher, shown twice and taken twice by a till without a line. */
async function spentTwice(): Promise<TestWallet> {
  const wallet = await syncedWallet();
  const [voucher] = await wallet.api.vouchers('en');
  const receipts: string[] = [];
  const shown = [];
  for (let time = 0; time < 2; time++) {
    const code = bytesFromCode(good(await wallet.api.present(voucher!.key, 'en')).code.text);
    if (!code.ok) throw new Error('a presentation is a code');
    shown.push(code.value);
    server.clock.advance(16_000);
  }
  for (const presentation of shown) receipts.push(codeFromBytes(await till.redeem(presentation)));
  for (const receipt of receipts) good(await wallet.api.readCode(receipt, 'en'));
  await wallet.api.syncNow();
  return wallet;
}

describe('the inbox', () => {
  it('is empty while everything counts', async () => {
    const wallet = await syncedWallet();
    expect(await wallet.api.inbox('en')).toEqual([]);
    expect(await wallet.api.unreadCards()).toBe(0);
  });

  it('says who was first to a receipt without a name, and what it would have given', async () => {
    const wallet = await lateClaim();
    const [card, ...rest] = await wallet.api.inbox('en');
    expect(rest).toEqual([]);
    expect(card).toMatchObject({
      kind: 'refused',
      read: false,
      reason: { kind: 'already_claimed' },
      merchantName: 'Copper Cup',
      tillNumber: 1,
      total: { amountMinor: 1000 },
      missed: [{ qty: 10, scale: 0 }],
      hasEvidence: true,
    });
    expect(card!.clocks.map(({ side }) => side)).toEqual(['till', 'phone', 'server']);
  });

  it('is read once, and stays', async () => {
    const wallet = await lateClaim();
    expect(await wallet.api.unreadCards()).toBe(1);
    const [card] = await wallet.api.inbox('en');
    good(await wallet.api.markRead([card!.id]));
    expect(await wallet.api.unreadCards()).toBe(0);
    expect(await wallet.restart().api.inbox('fa')).toMatchObject([{ id: card!.id, read: true }]);
  });

  it('hands out the proof of a voucher that was used twice, which anybody can check', async () => {
    const wallet = await spentTwice();
    const [card] = await wallet.api.inbox('en');
    expect(card).toMatchObject({
      kind: 'conflict',
      reason: { kind: 'voucher_spent' },
      discount: { amountMinor: 200, currency: { code: 'EUR', exponent: 2 } },
      counted: { merchantName: 'Copper Cup', tillNumber: 1 },
    });
    const said = card!.clocks.find(({ side }) => side === 'till')!;
    expect(card!.counted!.atMs).toBeLessThanOrEqual(said.atMs);
    const { bytes } = good(await wallet.api.exportEvidence(card!.id));
    const opened = openExport(bytes);
    expect(opened).toMatchObject({ ok: true, value: { contents: { kind: 'evidence' } } });
    if (!opened.ok) return;
    expect(opened.value.contents.receipts.map(({ status }) => status).toSorted()).toEqual([
      'accepted',
      'conflict',
    ]);
    expect(opened.value.contents.presentations).toHaveLength(2);
    const { findings } = await verifyExport(bytes, (await wallet.stores.meta.get('serverKey'))!);
    expect(findings.filter(({ fault }) => fault !== undefined)).toEqual([]);
  });

  it('has a card for a recovery on every phone that goes on', async () => {
    const wallet = await syncedWallet();
    const { code } = await wallet.api.newRecoveryCode();
    good(await wallet.api.registerRecoveryCode(code));
    await wallet.api.syncNow();
    expect(await wallet.api.inbox('en')).toMatchObject([
      {
        kind: 'recovery_code_set',
        device: { isThis: true, name: expect.stringMatching(/^[0-9A-F]{4}-[0-9A-F]{4}$/) },
      },
    ]);
  });
});
