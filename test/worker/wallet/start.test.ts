import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCALES } from '#base/locale.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { good, openTestWallet } from '../../support/test-wallet.ts';
import { joinedWallet, openLine, walletOn } from '../../support/wallet-line.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

describe('the first start', () => {
  it('without a line shows an empty wallet and no offers, and refuses to join', async () => {
    const line = openLine(server);
    line.state = 'down';
    const { api } = openTestWallet(walletOn(server, line));
    await api.syncNow();
    expect(await api.home('en')).toMatchObject({
      device: { state: 'new' },
      connection: { mode: 'offline', unsent: 0 },
      programmes: [],
      lapsing: [],
      liveVouchers: 0,
    });
    expect(await api.catalogue('en')).not.toHaveProperty('offers');
    expect(await api.join('copper-cup')).toEqual({ ok: false, error: { kind: 'programme_unknown' } });
  });

  it('with a line shows what can be joined, in every language', async () => {
    const { api } = openTestWallet(walletOn(server, openLine(server)));
    expect(await api.syncNow()).toMatchObject({ mode: 'online' });
    for (const locale of LOCALES) {
      const { offers } = await api.catalogue(locale);
      expect(offers).toHaveLength(28);
      for (const offer of offers!) {
        expect(offer).toMatchObject({ joined: false });
        const view = good(await api.offer(offer.look.programmeId, locale));
        const texts = [...view.earning, ...view.rewards, ...view.vouchers, ...view.benefits];
        expect(texts.length + view.ladders.length).toBeGreaterThan(0);
        expect(texts.join()).not.toMatch(/[{}]/);
      }
    }
    const { offers } = await api.catalogue('fa');
    expect(offers![0]).toMatchObject({ look: { name: 'فنجان مسی', colour: '#9a4a1c', icon: 'cup' } });
  });

  it('needs the line once, for the first join; the next join needs none', async () => {
    const line = openLine(server);
    const { api, stores } = openTestWallet(walletOn(server, line));
    await api.syncNow();
    line.state = 'down';
    expect(await api.join('copper-cup')).toEqual({ ok: false, error: { kind: 'server_unreachable' } });
    expect(await stores.memberships.all()).toEqual([]);
    line.state = 'up';
    good(await api.join('copper-cup'));
    expect(await api.device()).toMatchObject({ state: 'ready', keyKind: 'stored' });
    line.state = 'down';
    good(await api.join('book-harbour'));
    expect(await api.join('book-harbour')).toEqual({ ok: false, error: { kind: 'already_joined' } });
    expect(await api.syncNow()).toMatchObject({ mode: 'offline', unsent: 2 });
    line.state = 'up';
    expect(await api.syncNow()).toMatchObject({ mode: 'online', unsent: 0 });
  });
});

describe('a known device', () => {
  it('is the same member with the same key after a restart without a line', async () => {
    const { wallet, line } = await joinedWallet(server);
    const before = await wallet.api.home('en');
    line.state = 'down';
    const reborn = wallet.restart();
    const after = await reborn.api.home('en');
    expect(after.device).toEqual(before.device);
    expect(after.programmes).toEqual(before.programmes);
    expect(await reborn.api.pass()).toMatchObject({ ok: true });
  });

  it('gives nothing to a stranger in the server’s place', async () => {
    const { wallet, line } = await joinedWallet(server);
    await wallet.api.syncNow();
    const stranger = await openTestServer();
    good(await wallet.api.join('green-grocer'));
    line.server = stranger;
    server.clock.advance(10 * 60_000);
    const before = await stranger.rowCounts();
    expect(await wallet.api.syncNow()).toMatchObject({ unsent: 1, problem: { kind: 'server_key_changed' } });
    expect(await stranger.rowCounts()).toEqual(before);
    expect((await wallet.api.catalogue('en')).offers).toHaveLength(28);
    line.server = server;
    const healed = await wallet.api.syncNow();
    expect(healed).toMatchObject({ unsent: 0 });
    expect(healed).not.toHaveProperty('problem');
    await stranger.close();
  });

  it('stays silent while the line is cut on purpose, also after a restart', async () => {
    const { wallet } = await joinedWallet(server);
    expect(await wallet.api.cutConnection(true)).toMatchObject({ mode: 'offline', cutOnPurpose: true });
    expect(await wallet.api.syncNow()).toMatchObject({ mode: 'offline', unsent: 1 });
    const reborn = wallet.restart();
    await reborn.connection.restore();
    expect(await reborn.api.syncNow()).toMatchObject({ mode: 'offline', cutOnPurpose: true, unsent: 1 });
    expect(await reborn.api.cutConnection(false)).toMatchObject({
      mode: 'online',
      cutOnPurpose: false,
      unsent: 0,
    });
  });
});
