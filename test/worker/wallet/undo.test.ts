// What a till takes back, in the wallet: scanned offline, or told by the server, the same balance on both sides.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesFromHex } from '#base/bytes.ts';
import { bytesFromCode, codeFromBytes } from '#protocol/code.ts';
import { type Till, openTill } from '../../support/shop.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good } from '../../support/test-wallet.ts';
import { type WalletOnLine, joinedWallet } from '../../support/wallet-line.ts';

const LINES = [
  { amountMinor: 1_250, category: 'coffee' },
  { amountMinor: 800, category: 'goods' },
];

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
});
afterAll(() => server.close());

async function saleFor(wallet: TestWallet) {
  const { memberId } = (await wallet.stores.meta.get('enrolment'))!;
  const facts = { kind: 'purchase' as const, lines: LINES };
  return till.sell({ memberId: bytesFromHex(memberId!)!, facts, totalMinor: 2_050 });
}

const beans = async (wallet: TestWallet) => (await wallet.api.home('en')).programmes[0]!.balances[0]!;

describe('an undo that the customer scans', () => {
  it('takes the points back as pending, and the server agrees', async () => {
    const { wallet, line } = await joinedWallet(server);
    await wallet.api.syncNow();
    line.state = 'down';
    const sale = await saleFor(wallet);
    good(await wallet.api.readCode(codeFromBytes(sale), 'en'));
    const before = (await beans(wallet)).qty;
    expect(before).toBeGreaterThan(0);
    const undo = codeFromBytes(await till.takeBack(sale, { reason: 'other', note: 'Paid twice' }));
    expect(good(await wallet.api.readCode(undo, 'en'))).toMatchObject({
      kind: 'undone',
      entry: {
        kind: 'undone',
        total: { amountMinor: 2_050 },
        undo: { whole: true, reason: 'other', note: 'Paid twice' },
        state: { kind: 'saved' },
      },
    });
    expect(await beans(wallet)).toMatchObject({ qty: 0 });
    expect(good(await wallet.api.readCode(undo, 'en')).kind).toBe('known');
    line.state = 'up';
    await wallet.api.syncNow();
    expect(await beans(wallet)).toMatchObject({ qty: 0, pendingQty: 0 });
    expect(await wallet.stores.balances.divergences()).toEqual([]);
    const entries = await wallet.api.activity('en');
    expect(entries.find(({ kind }) => kind === 'undone')).toMatchObject({ state: { kind: 'confirmed' } });
    expect(entries.find(({ kind }) => kind === 'earned')).toMatchObject({ takenBack: 'whole' });
  });

  it('of some lines keeps the rest, on both sides alike', async () => {
    const { wallet } = await joinedWallet(server);
    const sale = await saleFor(wallet);
    good(await wallet.api.readCode(codeFromBytes(sale), 'en'));
    const before = (await beans(wallet)).qty;
    const lines = [{ index: 0, amountMinor: 1_250 }];
    const refund = await till.takeBack(sale, { reason: 'goods_returned', lines });
    expect(good(await wallet.api.readCode(codeFromBytes(refund), 'en'))).toMatchObject({
      kind: 'undone',
      entry: { total: { amountMinor: 1_250 }, undo: { whole: false } },
    });
    const after = (await beans(wallet)).qty;
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThan(before);
    await wallet.api.syncNow();
    expect(await beans(wallet)).toMatchObject({ qty: after, pendingQty: 0 });
    expect(await wallet.stores.balances.divergences()).toEqual([]);
  });

  it('is nothing to a wallet that does not hold the purchase', async () => {
    const [{ wallet }, { wallet: other }] = [await joinedWallet(server), await joinedWallet(server)];
    const sale = await saleFor(other);
    const undo = codeFromBytes(await till.takeBack(sale));
    expect(await wallet.api.readCode(undo, 'en')).toEqual({ ok: false, error: { kind: 'sale_not_held' } });
  });
});

describe('an undo whose sale the server did not know when it came', () => {
  it('counts once the till has brought both, though the refusal and what the till told arrive in one answer', async () => {
    const { wallet, line } = await joinedWallet(server);
    await wallet.api.syncNow();
    line.state = 'down';
    const sale = await saleFor(wallet);
    good(await wallet.api.readCode(codeFromBytes(sale), 'en'));
    const took = await till.takeBack(sale);
    good(await wallet.api.readCode(codeFromBytes(took), 'en'));
    // As if the sale's record had been a fork: its place in the journal was taken.
    const unsent = await wallet.db.outbox.orderBy('order').toArray();
    const [claim, undo] = unsent.filter(({ state }) => state === 0);
    await wallet.db.outbox.delete(claim!.order);
    line.state = 'answers get lost';
    await wallet.api.syncNow();
    await till.decide(await till.seal('earn', sale));
    await till.decide(await till.seal('undo', took));
    line.state = 'up';
    await wallet.api.syncNow();
    const refused = (await wallet.stores.decisions.get([undo!.id])).get(undo!.id);
    expect(refused).toMatchObject({ status: 'rejected', code: 'sale_unknown' });
    expect(await beans(wallet)).toMatchObject({ qty: 0, pendingQty: 0 });
    expect(await wallet.stores.balances.divergences()).toEqual([]);
    const entries = await wallet.api.activity('en');
    expect(entries.find(({ kind }) => kind === 'undone')).toMatchObject({ state: { kind: 'confirmed' } });
  });
});

describe('an undo that the customer never scans', () => {
  it('arrives through the server', async () => {
    const { wallet } = await joinedWallet(server);
    await wallet.api.syncNow();
    const sale = await saleFor(wallet);
    await till.decide(await till.seal('earn', sale));
    await wallet.api.syncNow();
    expect((await beans(wallet)).qty).toBeGreaterThan(0);
    await till.decide(await till.seal('undo', await till.takeBack(sale)));
    await wallet.api.syncNow();
    expect(await beans(wallet)).toMatchObject({ qty: 0, pendingQty: 0 });
    expect(await wallet.stores.balances.divergences()).toEqual([]);
  });

  it('of a redemption makes the voucher live again, for a second use that counts', async () => {
    const { wallet } = await joinedWallet(server);
    await wallet.api.syncNow();
    const use = async () => {
      const [voucher] = await wallet.api.vouchers('en');
      const shown = good(await wallet.api.present(voucher!.key, 'en'));
      const presentation = good(bytesFromCode(shown.code.text));
      const receipt = await till.redeem(presentation);
      expect(await till.decide(await till.seal('redeem', presentation, receipt))).toMatchObject([
        { status: 'accepted' },
      ]);
      await wallet.api.syncNow();
      return receipt;
    };
    const first = await use();
    expect(await wallet.api.vouchers('en')).toMatchObject([{ state: 'used' }]);
    // Of what happens within one second nobody knows the order.
    server.clock.advance(2_000);
    await till.decide(await till.seal('undo', await till.takeBack(first)));
    await wallet.api.syncNow();
    expect(await wallet.api.vouchers('en')).toMatchObject([{ state: 'live' }]);
    server.clock.advance(2_000);
    await use();
    expect(await wallet.api.vouchers('en')).toMatchObject([{ state: 'used' }]);
    expect(await beans(wallet)).toMatchObject({ qty: 8, pendingQty: 0 });
    expect(await wallet.stores.balances.divergences()).toEqual([]);
  });
});

describe('an undo that the server does not grant', () => {
  it('leaves the voucher used and the points in place', async () => {
    const { wallet, line } = await joinedWallet(server);
    await wallet.api.syncNow();
    const [voucher] = await wallet.api.vouchers('en');
    const shown = good(await wallet.api.present(voucher!.key, 'en'));
    const receipt = await till.redeem(good(bytesFromCode(shown.code.text)));
    good(await wallet.api.readCode(codeFromBytes(receipt), 'en'));
    await wallet.api.syncNow();
    line.state = 'down';
    const part = await till.takeBack(receipt, { lines: [{ index: 0, amountMinor: 1 }] });
    await till.decide(await till.seal('undo', part));
    // The till has refunded a part: all of it cannot be voided any more.
    good(await wallet.api.readCode(codeFromBytes(await till.takeBack(receipt)), 'en'));
    expect(await wallet.api.vouchers('en')).toMatchObject([{ state: 'live' }]);
    line.state = 'up';
    await wallet.api.syncNow();
    expect(await wallet.api.vouchers('en')).toMatchObject([{ state: 'used' }]);
    expect(await wallet.stores.balances.divergences()).toEqual([]);
    const [undone] = (await wallet.api.activity('en')).filter(({ state }) => state.kind === 'rejected');
    expect(undone).toMatchObject({ kind: 'undone', state: { reason: { kind: 'nothing_left' } } });
  });
});

/** Long after, changes come but no catalogue; an hour later both. */
async function hearWithOldTrustList({ wallet, line }: WalletOnLine): Promise<void> {
  server.clock.advance(40 * 86_400_000);
  const request = (url: string, init?: RequestInit) => {
    if (url.endsWith('/catalogue')) throw new TypeError('network');
    return server.app.request(url, init);
  };
  line.server = { ...server, app: { request } };
  await wallet.api.syncNow();
  line.server = server;
  server.clock.advance(3_600_000);
  await wallet.api.syncNow();
}

describe('an undo that the server tells a wallet whose trust list has run out', () => {
  it('is kept and counts after the next refresh, for the server tells of it only once', async () => {
    const { wallet, line } = await joinedWallet(server);
    const sale = await saleFor(wallet);
    good(await wallet.api.readCode(codeFromBytes(sale), 'en'));
    await wallet.api.syncNow();
    await till.decide(await till.seal('undo', await till.takeBack(sale)));
    await hearWithOldTrustList({ wallet, line });
    expect(await beans(wallet)).toMatchObject({ qty: 0, pendingQty: 0 });
  });

  it('counts together with the sale that had to wait as well', async () => {
    const { wallet, line } = await joinedWallet(server);
    await wallet.api.syncNow();
    const sale = await saleFor(wallet);
    // The till's own word: this phone has scanned neither.
    await till.decide(await till.seal('earn', sale));
    await till.decide(
      await till.seal('undo', await till.takeBack(sale, { lines: [{ index: 0, amountMinor: 500 }] })),
    );
    await hearWithOldTrustList({ wallet, line });
    await wallet.api.syncNow();
    const states = (await wallet.api.activity('en')).map(({ kind, state }) => `${kind} ${state.kind}`);
    expect(states).toContain('undone confirmed');
    expect(await wallet.stores.balances.divergences()).toEqual([]);
  });
});
