import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good } from '../../support/test-wallet.ts';
import { joinedWallet } from '../../support/wallet-line.ts';

let server: TestServer;
let wallet: TestWallet;
let voucherKey: string;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  ({ wallet } = await joinedWallet(server));
  await wallet.api.syncNow();
  voucherKey = (await wallet.api.vouchers('en'))[0]!.key;
});

const present = () => wallet.api.present(voucherKey, 'en');
const LOCKED = { ok: false, error: { kind: 'locked' } };

describe('the lock over spending', () => {
  it('asks before a voucher, not before the pass, and opens for two minutes of use', async () => {
    good(await wallet.api.setPin('2580'));
    expect(await present()).toEqual(LOCKED);
    good(await wallet.api.pass());
    good(await wallet.api.unlock('2580'));
    good(await present());
    server.clock.advance(119_000);
    good(await present());
    server.clock.advance(121_000);
    expect(await present()).toEqual(LOCKED);
  });

  it('is still on after a restart, and the right PIN takes it off', async () => {
    good(await wallet.api.setPin('2580'));
    wallet = wallet.restart();
    expect(await wallet.api.lock()).toEqual({ on: true, pin: true, passkey: false, open: false });
    expect(await wallet.api.removePin('0000')).toMatchObject({ error: { kind: 'pin_wrong' } });
    good(await wallet.api.removePin('2580'));
    good(await present());
  });

  it('makes guessing slow, and a restart gives no more tries', async () => {
    good(await wallet.api.setPin('2580'));
    for (const pin of ['0000', '0001', '0002'])
      expect(await wallet.api.unlock(pin)).toMatchObject({ error: { kind: 'pin_wrong' } });
    wallet = wallet.restart();
    expect(await wallet.api.unlock('2580')).toEqual({
      ok: false,
      error: { kind: 'pin_wait', details: { seconds: 30 } },
    });
    server.clock.advance(30_000);
    expect(await wallet.api.unlock('0003')).toMatchObject({ error: { kind: 'pin_wrong' } });
    server.clock.advance(30_000);
    expect(await wallet.api.unlock('2580')).toMatchObject({ error: { kind: 'pin_wait' } });
    server.clock.advance(30_000);
    good(await wallet.api.unlock('2580'));
    expect((await wallet.stores.meta.get('spendLock'))?.failures).toBe(0);
  });

  it('makes nobody wait for a day to which the clock was ahead at a wrong try', async () => {
    const month = 30 * 86_400_000;
    good(await wallet.api.setPin('2580'));
    server.clock.advance(month);
    expect(await wallet.api.unlock('0000')).toMatchObject({ error: { kind: 'pin_wrong' } });
    server.clock.advance(-month);
    good(await wallet.api.unlock('2580'));
    server.clock.advance(month);
    for (const pin of ['0000', '0001', '0002']) await wallet.api.unlock(pin);
    server.clock.advance(-month);
    const wait = { error: { kind: 'pin_wait', details: { seconds: 30 } } };
    expect(await wallet.api.unlock('2580')).toMatchObject(wait);
    server.clock.advance(30_000);
    good(await wallet.api.unlock('2580'));
  });

  it('keeps no PIN, only a slow hash of it', async () => {
    good(await wallet.api.setPin('25802580'));
    const lock = (await wallet.stores.meta.get('spendLock'))!;
    expect(lock.iterations).toBeGreaterThanOrEqual(600_000);
    expect(JSON.stringify(lock)).not.toContain('25802580');
  });
});
