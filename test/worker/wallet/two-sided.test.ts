// The wallet's worker against the real server: only the network between them is the test's, and it can be cut.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesFromHex } from '#base/bytes.ts';
import { bytesFromCode, codeFromBytes } from '#protocol/code.ts';
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

async function saleFor(wallet: TestWallet): Promise<string> {
  const { memberId } = (await wallet.stores.meta.get('enrolment'))!;
  return codeFromBytes(await till.sell({ memberId: bytesFromHex(memberId!)! }));
}

async function beans(wallet: TestWallet) {
  const { programmes } = await wallet.api.home('en');
  return programmes[0]!.balances[0]!;
}

describe('a wallet and the server', () => {
  it('join: the welcome voucher waits for its credential, then is live', async () => {
    const { wallet } = await joinedWallet(server);
    expect(await wallet.api.vouchers('en')).toMatchObject([{ title: '€2 off from €8', state: 'waiting' }]);
    const [waiting] = await wallet.api.vouchers('en');
    expect(await wallet.api.present(waiting!.key, 'en')).toEqual({
      ok: false,
      error: { kind: 'voucher_not_ready' },
    });
    expect(await wallet.api.syncNow()).toMatchObject({ mode: 'online', unsent: 0 });
    const [live] = await wallet.api.vouchers('en');
    expect(live).toMatchObject({
      key: waiting!.key,
      state: 'live',
      off: { kind: 'fixed', money: { amountMinor: 200 } },
      minimum: { amountMinor: 800, currency: { code: 'EUR', exponent: 2 } },
    });
    expect(await wallet.api.activity('en')).toContainEqual(
      expect.objectContaining({ kind: 'joined', state: { kind: 'confirmed' } }),
    );
  });

  it('earn offline: pending with the rule that gave it, confirmed after sync, the same balance on both sides', async () => {
    const { wallet, line } = await joinedWallet(server);
    await wallet.api.syncNow();
    line.state = 'down';
    const read = good(await wallet.api.readCode(await saleFor(wallet), 'en'));
    expect(read).toMatchObject({
      kind: 'earned',
      entry: {
        total: { amountMinor: 1000 },
        state: { kind: 'saved' },
        postings: [
          { qty: 10, pending: true, rule: '10 beans for €10.00: one per full euro, two for coffee' },
        ],
      },
    });
    expect(read.kind === 'earned' && read.entry.postings[0]!.steps).toEqual([
      { kind: 'base', text: '€10.00' },
      { kind: 'per', text: '€1.00 → 1' },
      { kind: 'round', text: '= 10' },
    ]);
    expect(await beans(wallet)).toMatchObject({ qty: 10, pendingQty: 10 });
    expect(await wallet.api.syncNow()).toMatchObject({ mode: 'offline', unsent: 1 });

    line.state = 'up';
    expect(await wallet.api.syncNow()).toMatchObject({ mode: 'online', unsent: 0 });
    expect(await beans(wallet)).toMatchObject({ qty: 10, pendingQty: 0 });
    expect(await wallet.stores.balances.server()).toMatchObject([{ unitId: 'bean', qty: 10 }]);
    expect(await wallet.stores.balances.divergences()).toEqual([]);
    const [entry] = (await wallet.api.activity('en')).filter(({ kind }) => kind === 'earned');
    expect(entry).toMatchObject({ state: { kind: 'confirmed' }, postings: [{ pending: false }] });
  });

  it('redeem offline: presented, filed as used by the receipt, settled by sync', async () => {
    const { wallet, line } = await joinedWallet(server);
    await wallet.api.syncNow();
    line.state = 'down';
    const [voucher] = await wallet.api.vouchers('en');
    const shown = good(await wallet.api.present(voucher!.key, 'en'));
    expect(shown.voucher.state).toBe('presented');
    const presentation = bytesFromCode(shown.code.text);
    const receipt = await till.redeem(good(presentation));
    const read = good(await wallet.api.readCode(codeFromBytes(receipt), 'en'));
    expect(read).toMatchObject({
      kind: 'redeemed',
      voucher: { key: voucher!.key, state: 'used', usedAt: 'Copper Cup' },
      entry: { discount: { amountMinor: 200 }, postings: [{ qty: 8, pending: true }] },
    });
    line.state = 'up';
    await wallet.api.syncNow();
    expect(await beans(wallet)).toMatchObject({ qty: 8, pendingQty: 0 });
    expect(await wallet.stores.balances.divergences()).toEqual([]);
    expect(await wallet.api.present(voucher!.key, 'en')).toEqual({
      ok: false,
      error: { kind: 'voucher_spent' },
    });
  });

  it('learns of receipts that only the till has sent, and files the voucher they used', async () => {
    const { wallet } = await joinedWallet(server);
    await wallet.api.syncNow();
    const [voucher] = await wallet.api.vouchers('en');
    const shown = good(await wallet.api.present(voucher!.key, 'en'));
    const presentation = good(bytesFromCode(shown.code.text));
    const receipt = await till.redeem(presentation);
    await till.decide(await till.seal('redeem', presentation, receipt));
    await wallet.api.syncNow();
    expect(await wallet.api.vouchers('en')).toMatchObject([{ state: 'used' }]);
    expect(await beans(wallet)).toMatchObject({ qty: 8, pendingQty: 0 });
    const known = good(await wallet.api.readCode(codeFromBytes(receipt), 'en'));
    expect(known).toMatchObject({ kind: 'known', entry: { state: { kind: 'confirmed' } } });
  });

  it('lost answers, repeated syncs and a new process change nothing', async () => {
    const { wallet, line } = await joinedWallet(server);
    await wallet.api.syncNow();
    await wallet.api.readCode(await saleFor(wallet), 'en');
    line.state = 'answers get lost';
    expect(await wallet.api.syncNow()).toMatchObject({ unsent: 1 });
    const reborn = wallet.restart();
    expect(await reborn.api.syncNow()).toMatchObject({ unsent: 1 });
    line.state = 'up';
    expect(await reborn.api.syncNow()).toMatchObject({ unsent: 0 });
    await reborn.api.syncNow();
    expect(await beans(reborn)).toMatchObject({ qty: 10, pendingQty: 0 });
    expect(await reborn.stores.balances.divergences()).toEqual([]);
  });

  it('a hundred beans become a voucher, and the server issues it', async () => {
    const { wallet } = await joinedWallet(server);
    const { memberId } = (await wallet.stores.meta.get('enrolment'))!;
    const facts = { kind: 'purchase' as const, lines: [{ amountMinor: 5_000, category: 'coffee' }] };
    const sale = await till.sell({ memberId: bytesFromHex(memberId!)!, facts, totalMinor: 5_000 });
    good(await wallet.api.readCode(codeFromBytes(sale), 'en'));
    expect(await wallet.api.vouchers('en')).toHaveLength(2);
    await wallet.api.syncNow();
    const vouchers = await wallet.api.vouchers('en');
    expect(vouchers.map(({ state }) => state)).toEqual(['live', 'live']);
    expect(await beans(wallet)).toMatchObject({ qty: 0 });
    expect(await wallet.stores.balances.divergences()).toEqual([]);
  });
});
