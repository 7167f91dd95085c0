// The wallet's own acts, killed at every request to IndexedDB: what was promised is kept whole, or not at all.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesFromHex } from '#base/bytes.ts';
import { bytesFromCode, codeFromBytes } from '#protocol/code.ts';
import { tryEveryCrashPoint } from '../../support/crash-points.ts';
import { type DiskImage, imageOf, newDiskFrom } from '../../support/disk-copy.ts';
import { type Till, openTill } from '../../support/shop.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good, openTestWallet } from '../../support/test-wallet.ts';
import { type Line, joinedWallet, openLine, walletOn } from '../../support/wallet-line.ts';

let server: TestServer;
let till: Till;
let line: Line;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
  line = openLine(server);
});
afterAll(() => server.close());

function openFrom(image: DiskImage): () => Promise<TestWallet> {
  return async () => {
    const wallet = openTestWallet({ ...walletOn(server, line), name: await newDiskFrom(image) });
    // The process has started before the trial begins: its key and catalogue are read.
    await wallet.api.home('en');
    return wallet;
  };
}

const reopen = async (wallet: TestWallet) => wallet.restart();

async function joinedAndSynced(): Promise<TestWallet> {
  const { wallet } = await joinedWallet(server);
  await wallet.api.syncNow();
  return wallet;
}

describe('a wallet killed at any request to IndexedDB', () => {
  it('joins with its record or not at all', async () => {
    const image = await imageOf((await joinedAndSynced()).db);
    const points = await tryEveryCrashPoint({
      build: openFrom(image),
      operate: async (wallet) => good(await wallet.api.join('book-harbour')),
      reopen,
      check: async ({ stores }, completed) => {
        const { unsent } = await stores.outbox.stats();
        const joined = (await stores.memberships.get('book-harbour')) !== undefined;
        expect(unsent).toBe(joined ? 1 : 0);
        if (completed) expect(joined).toBe(true);
      },
    });
    expect(points).toBeGreaterThan(5);
  });

  it('claims a reward with its record or not at all, and the same tap again claims it once', async () => {
    const { wallet } = await joinedWallet(server, 'verizon-up');
    await wallet.api.syncNow();
    server.clock.advance(1_000);
    const image = await imageOf(wallet.db);
    const tap = { programmeId: 'verizon-up', rewardId: 'stream', intentId: 'one tap' };
    await tryEveryCrashPoint({
      build: openFrom(image),
      operate: async ({ api }) => good(await api.claimReward(tap)),
      reopen,
      check: async ({ api, stores }, completed) => {
        const { unsent } = await stores.outbox.stats();
        expect(unsent).toBe((await stores.statements.all()).length);
        if (completed) expect(unsent).toBe(1);
        good(await api.claimReward(tap));
        expect(await stores.outbox.stats()).toMatchObject({ unsent: 1 });
      },
    });
  });

  it('never shows a code whose number or presentation is not on the disk', async () => {
    const wallet = await joinedAndSynced();
    const [voucher] = await wallet.api.vouchers('en');
    const image = await imageOf(wallet.db);
    await tryEveryCrashPoint({
      build: openFrom(image),
      operate: async ({ api }) => good(await api.present(voucher!.key, 'en')),
      reopen,
      check: async ({ stores }, completed) => {
        const presentations = (await stores.vouchers.presentations()).size;
        const [row] = await stores.vouchers.all();
        expect(row!.state).toBe(presentations === 0 ? 'live' : 'presented');
        if (presentations > 0) expect(await stores.counters.last('device')).toBe(1);
        if (completed) expect(presentations).toBe(1);
      },
    });
  });

  it('keeps a redemption with its record, its points and its voucher, or none of them', async () => {
    const wallet = await joinedAndSynced();
    const [voucher] = await wallet.api.vouchers('en');
    const shown = good(await wallet.api.present(voucher!.key, 'en'));
    const receipt = codeFromBytes(await till.redeem(good(bytesFromCode(shown.code.text))));
    const image = await imageOf(wallet.db);
    await tryEveryCrashPoint({
      build: openFrom(image),
      operate: async ({ api }) => good(await api.readCode(receipt, 'en')),
      reopen,
      check: async ({ api, stores }, completed) => {
        const { unsent } = await stores.outbox.stats();
        const held = (await stores.receipts.all()).length;
        const [row] = await stores.vouchers.all();
        const { programmes } = await api.home('en');
        expect(held).toBe(unsent);
        expect(row!.state).toBe(held === 1 ? 'used' : 'presented');
        expect(programmes[0]!.balances[0]!.qty).toBe(held === 1 ? 8 : 0);
        if (completed) expect(held).toBe(1);
      },
    });
  });

  it('asks again for what an answer brought, until it is kept whole', async () => {
    const wallet = await joinedAndSynced();
    const memberId = bytesFromHex((await wallet.stores.meta.get('enrolment'))!.memberId!)!;
    good(await wallet.api.readCode(codeFromBytes(await till.sell({ memberId })), 'en'));
    const byTill = await till.sell({ memberId });
    await till.decide(await till.seal('earn', byTill));
    const image = await imageOf(wallet.db);
    await tryEveryCrashPoint({
      build: openFrom(image),
      operate: ({ api }) => api.syncNow(),
      reopen,
      check: async ({ api, stores }) => {
        const cursor = (await stores.meta.get('position'))?.cursor ?? 0;
        const receipts = await stores.receipts.all();
        const told = receipts.filter(({ recordId }) => recordId === undefined).length;
        const own = receipts.find(({ recordId }) => recordId !== undefined)!;
        const before = image.get('meta')!.find((row) => 'name' in row && row.name === 'position')!;
        const applied = cursor > (before as unknown as { value: { cursor: number } }).value.cursor;
        expect(told).toBe(applied ? 1 : 0);
        expect(own.decision?.status).toBe(applied ? 'accepted' : undefined);
        expect((await stores.outbox.stats()).unsent).toBe(applied ? 0 : 1);
        // So many lives in one moment would be more calls than the server allows one device.
        server.clock.advance(10_000);
        await api.syncNow();
        const { programmes } = await api.home('en');
        expect(programmes[0]!.balances[0]).toMatchObject({ qty: 20, pendingQty: 0 });
      },
    });
  });
});
