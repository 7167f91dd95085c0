import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReceiptRow } from '#storage/receipt-store.ts';
import { settle } from '../../support/hand-timers.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import type { TestWallet } from '../../support/test-wallet.ts';
import { joinedWallet } from '../../support/wallet-line.ts';
import { signedBytes } from '../../support/signed-bytes.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

/** Receipts that the wallet has verified and the server has accepted. */
async function hold(wallet: TestWallet, from: number, count: number): Promise<void> {
  const nowMs = server.clock.nowMs();
  const rows = Array.from({ length: count }, (_, index): ReceiptRow => {
    const id = String(from + index).padStart(64, '0');
    return {
      id,
      cose: signedBytes(),
      addedAtMs: nowMs,
      decision: { status: 'accepted' },
      content: {
        receiptKey: id,
        issuedAtS: Math.floor(nowMs / 1_000) + from + index,
        merchantSlug: 'copper-cup',
        merchantName: 'Copper Cup',
        currency: { code: 'EUR', exponent: 2 },
        purchase: { lines: [{ amountMinor: 1_000, category: 'food' }], totalMinor: 1_000 },
      },
    };
  });
  await wallet.stores.store.write(async () => {
    for (const row of rows) await wallet.stores.receipts.put(row);
  });
}

it('after a long life the first screen shows the last known numbers at once, then the exact ones', async () => {
  const { wallet } = await joinedWallet(server);
  await wallet.api.syncNow();
  await hold(wallet, 0, 320);
  const before = await wallet.api.home('en');
  expect(before.programmes[0]).not.toHaveProperty('unsettled');
  await settle();

  const reborn = wallet.restart();
  await hold(reborn, 320, 1);
  const first = await reborn.api.home('en');
  const [shown] = first.programmes;
  expect(shown!.unsettled).toEqual({ asOfMs: server.clock.nowMs() });
  expect(shown!.balances).toEqual(before.programmes[0]!.balances);
  expect(first.liveVouchers).toBe(before.liveVouchers);
  for (let waits = 0; waits < 20 && !reborn.takeTopics().has('programmes'); waits++) await settle();

  const exact = await reborn.api.home('en');
  expect(exact.programmes[0]).not.toHaveProperty('unsettled');
  const [earlier, later] = [before, exact].map((view) => view.programmes[0]!.balances[0]!.qty);
  expect(later).not.toBe(earlier);
});

it('after a short life the first screen waits for the exact numbers', async () => {
  const { wallet } = await joinedWallet(server);
  await hold(wallet, 0, 5);
  await wallet.api.home('en');
  await settle();
  const reborn = wallet.restart();
  await hold(reborn, 5, 1);
  const { programmes } = await reborn.api.home('en');
  expect(programmes[0]).not.toHaveProperty('unsettled');
  expect(programmes[0]!.balances[0]!.qty).toBe(60);
});
