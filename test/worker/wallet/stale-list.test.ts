// A phone whose trust list has run out hears what it cannot verify: the server tells of it only once.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesFromHex } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { ROUTES } from '#api/routes.ts';
import { openTill } from '../../support/shop.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good, openTestWallet } from '../../support/test-wallet.ts';
import { joinedWallet, openLine, walletOn } from '../../support/wallet-line.ts';

const AWAY_MS = 31 * 86_400_000;

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

/** A wallet that has joined, unless the server has not heard of it yet, and whose line can keep the catalogue back. */
async function awayWallet(isSent = true) {
  const { wallet, line } = await joinedWallet(server);
  if (isSent) await wallet.api.syncNow();
  const gate = { open: true };
  const setting = {
    ...walletOn(server, line),
    name: wallet.db.name,
    fetch: (url: string, init: RequestInit) =>
      !gate.open && url.endsWith(ROUTES.catalogue)
        ? Promise.resolve(new Response('{}', { status: 503 }))
        : line.fetch(url, init),
  };
  wallet.db.close();
  return { wallet: openTestWallet(setting), line, gate };
}

const statesOn = async (wallet: TestWallet) => (await wallet.api.vouchers('en')).map(({ state }) => state);

async function buy(wallet: TestWallet): Promise<void> {
  const till = await openTill(server);
  const { memberId } = (await wallet.stores.meta.get('enrolment'))!;
  const sale = codeFromBytes(await till.sell({ memberId: bytesFromHex(memberId!)! }));
  good(await wallet.api.readCode(sale, 'en'));
}

describe('a phone that was away longer than its trust list lasts', () => {
  it('has its voucher once a fresh list comes, be the catalogue late by a sync', async () => {
    const { wallet, gate } = await awayWallet(false);
    server.clock.advance(AWAY_MS);
    gate.open = false;
    expect(await wallet.api.syncNow()).toMatchObject({ unsent: 0 });
    expect(await statesOn(wallet)).toEqual(['waiting']);
    expect(await wallet.db.unread.toArray()).toMatchObject([{ change: { kind: 'voucher' } }]);
    gate.open = true;
    await wallet.api.syncNow();
    expect(await statesOn(wallet)).toEqual(['live']);
    expect(await wallet.db.unread.count()).toBe(0);
    const [voucher] = await wallet.api.vouchers('en');
    expect(good(await wallet.api.present(voucher!.key, 'en')).code.text).toMatch(/^LW1:/);
  });

  it('has its voucher then, though the disk has spoilt what waited', async () => {
    const { wallet, gate } = await awayWallet(false);
    server.clock.advance(AWAY_MS);
    gate.open = false;
    await wallet.api.syncNow();
    await wallet.db.unread.toCollection().modify({ change: { kind: 'voucher', cose: 'spoilt' } });
    gate.open = true;
    for (let syncs = 0; syncs < 2; syncs++) await wallet.api.syncNow();
    expect(await wallet.stores.quarantine.count()).toBe(1);
    expect(await statesOn(wallet)).toEqual(['live']);
  });

  it('takes what needs no list at once, though the list that it had cannot be read at all', async () => {
    const { wallet, gate } = await awayWallet();
    const { code } = await wallet.api.newRecoveryCode();
    good(await wallet.api.registerRecoveryCode(code));
    await wallet.db.catalogue.clear();
    gate.open = false;
    const back = wallet.restart();
    await back.api.syncNow();
    expect((await back.stores.inbox.notices()).map(({ notice }) => notice)).toContain('recovery_code_set');
  });
});

describe('what waits for a fresh list', () => {
  it('is not given up while there is none, however long that lasts', async () => {
    const { wallet, line, gate } = await awayWallet();
    const till = await openTill(server);
    const { memberId } = (await wallet.stores.meta.get('enrolment'))!;
    await till.decide(await till.seal('earn', await till.sell({ memberId: bytesFromHex(memberId!)! })));
    const beans = async () => (await wallet.api.home('en')).programmes[0]!.balances[0]!.qty;
    server.clock.advance(AWAY_MS);
    gate.open = false;
    await wallet.api.syncNow();
    expect(await wallet.db.unread.count()).toBeGreaterThan(0);
    expect(await beans()).toBe(0);
    line.state = 'down';
    server.clock.advance(36 * 86_400_000);
    const back = wallet.restart();
    await back.api.syncNow();
    line.state = 'up';
    await back.api.syncNow();
    gate.open = true;
    const again = back.restart();
    await again.api.syncNow();
    expect((await again.api.home('en')).programmes[0]!.balances[0]!.qty).toBeGreaterThan(0);
    expect(await again.db.unread.count()).toBe(0);
  });
});

describe('a voucher that came to a phone with a list that has run out', () => {
  it('is there with the next list, though it was at the other phone before', async () => {
    const { wallet: first, gate } = await awayWallet();
    await buy(first);
    await first.api.syncNow();
    const second = openTestWallet(walletOn(server, openLine(server)));
    good(await first.api.approveLink(good(await second.api.startLink('Tablet')).text));
    good(await second.api.takeLink());
    const devices = async (wallet: TestWallet) =>
      (await wallet.api.ownDevices()).devices.find(({ isThis }) => !isThis)!.id;
    const { key } = (await first.api.vouchers('en'))[0]!;
    good(await first.api.moveVoucher(key, await devices(first)));
    await first.api.syncNow();
    await second.api.syncNow();
    server.clock.advance(AWAY_MS);
    await second.api.syncNow();
    good(await second.api.moveVoucher(key, await devices(second)));
    gate.open = false;
    await first.api.syncNow();
    expect(await statesOn(first)).toEqual(['elsewhere']);
    gate.open = true;
    await first.api.syncNow();
    await second.api.syncNow();
    expect([await statesOn(first), await statesOn(second)]).toEqual([['live'], ['elsewhere']]);
  });
});
