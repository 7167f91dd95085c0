// Storage that went back in time, on either side: the wallet's profile restored from a copy, the server from a backup.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesFromHex } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { createApp } from '#server/app.ts';
import { imageOf, newDiskFrom } from '../../support/disk-copy.ts';
import { type Till, openTill } from '../../support/shop.ts';
import { type TestServer, openTestServer, random } from '../../support/test-server.ts';
import { type TestWallet, good, openTestWallet } from '../../support/test-wallet.ts';
import { joinedWallet, walletOn } from '../../support/wallet-line.ts';

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
});
afterAll(() => server.close());

async function earn(wallet: TestWallet): Promise<void> {
  const memberId = bytesFromHex((await wallet.stores.meta.get('enrolment'))!.memberId!)!;
  good(await wallet.api.readCode(codeFromBytes(await till.sell({ memberId })), 'en'));
}

async function beans({ api }: TestWallet) {
  return (await api.home('en')).programmes[0]!.balances[0]!;
}

describe('a wallet whose storage was rolled back', () => {
  it('notices by the fork answer, goes on in a new epoch and loses nothing that it was told', async () => {
    const { wallet, line } = await joinedWallet(server);
    await wallet.api.syncNow();
    const image = await imageOf(wallet.db);
    const oldEpoch = (await wallet.stores.meta.get('journal'))!.epoch;
    await earn(wallet);
    await wallet.api.syncNow();
    wallet.db.close();

    const restored = openTestWallet({ ...walletOn(server, line), name: await newDiskFrom(image) });
    await earn(restored);
    await earn(restored);
    expect(await restored.api.syncNow()).toMatchObject({ unsent: 0 });
    expect((await restored.stores.meta.get('journal'))!.epoch).not.toBe(oldEpoch);
    const entries = (await restored.api.activity('en')).filter(({ kind }) => kind === 'earned');
    // The one of before the restore comes back from the server: its own device had pushed it.
    expect(entries.map(({ state }) => state.kind)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    const served = await restored.stores.balances.server();
    expect(served).toMatchObject([{ unitId: 'bean', qty: 30 }]);
    expect(await beans(restored)).toMatchObject({ qty: 30, pendingQty: 0 });
  });
});

describe('what one copy of a profile does', () => {
  it('comes back to a profile that was put back: programmes joined and statements made since', async () => {
    const { wallet, line } = await joinedWallet(server);
    await wallet.api.syncNow();
    const image = await imageOf(wallet.db);
    good(await wallet.api.join('verizon-up'));
    server.clock.advance(1_000);
    good(await wallet.api.claimReward({ programmeId: 'verizon-up', rewardId: 'stream', intentId: 'i1' }));
    await wallet.api.syncNow();
    wallet.db.close();

    const restored = openTestWallet({ ...walletOn(server, line), name: await newDiskFrom(image) });
    await restored.api.syncNow();
    const { programmes } = await restored.api.home('en');
    expect(programmes.map(({ look }) => look.programmeId).toSorted()).toEqual(['copper-cup', 'verizon-up']);
    expect(await restored.stores.statements.all()).toMatchObject([
      { programmeId: 'verizon-up', said: { kind: 'claim', rewardId: 'stream' } },
    ]);
    expect(await restored.stores.balances.divergences()).toEqual([]);
    // The join that counts is the first one: to join again changes nothing.
    expect(await restored.api.join('verizon-up')).toMatchObject({ error: { kind: 'already_joined' } });
  });

  it('reaches the other copy, which had the same records to send', async () => {
    const { wallet, line } = await joinedWallet(server);
    await earn(wallet);
    const copy = openTestWallet({
      ...walletOn(server, line),
      name: await newDiskFrom(await imageOf(wallet.db)),
    });
    await earn(wallet);
    await earn(copy);
    for (const each of [wallet, copy, wallet, copy]) await each.api.syncNow();
    for (const each of [wallet, copy]) {
      expect(await beans(each)).toMatchObject({ qty: 30, pendingQty: 0 });
      expect(await each.stores.outbox.stats()).toEqual({ unsent: 0 });
    }
  });
});

describe('a server that came back from a backup', () => {
  it('gets everything again that it had acknowledged, and nothing counts twice', async () => {
    const { wallet, line } = await joinedWallet(server);
    await earn(wallet);
    await earn(wallet);
    await wallet.api.syncNow();
    const before = await server.rowCounts();
    const epochBefore = (await wallet.stores.meta.get('position'))!.serverEpoch;

    const state = { ...server.state, serverEpoch: 'f'.repeat(16) };
    const app = createApp({ ...server, random, state, log: () => undefined });
    line.server = { ...server, app };
    await wallet.api.syncNow();
    expect((await wallet.stores.meta.get('position'))!.serverEpoch).not.toBe(epochBefore);
    expect(await wallet.stores.outbox.stats()).toEqual({ unsent: 0 });
    expect(await server.rowCounts()).toEqual(before);
    expect(await beans(wallet)).toMatchObject({ qty: 20, pendingQty: 0 });
  });
});
