import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin } from '../../support/admin.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good } from '../../support/test-wallet.ts';
import { joinedWallet } from '../../support/wallet-line.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

async function voucherOf(wallet: TestWallet) {
  const [voucher] = await wallet.api.vouchers('en');
  return voucher!;
}

async function syncLater(wallet: TestWallet): Promise<void> {
  server.clock.advance(10 * 60_000);
  await wallet.api.syncNow();
}

describe('a voucher that the operator took back', () => {
  it('is shown as withdrawn after the next sync, and is not presented any more, also without a line', async () => {
    const { wallet, line } = await joinedWallet(server);
    await wallet.api.syncNow();
    const { key } = await voucherOf(wallet);
    const [row] = await wallet.db.table('vouchers').toArray();
    expect((await admin(server, ['voucher', 'revoke', String(row.id)])).code).toBe(0);
    // Nobody has told this phone yet.
    expect(await voucherOf(wallet)).toMatchObject({ state: 'live' });
    await syncLater(wallet);
    line.state = 'down';
    expect(await voucherOf(wallet)).toMatchObject({ key, state: 'withdrawn' });
    expect(await wallet.api.present(key, 'en')).toMatchObject({
      ok: false,
      error: { kind: 'voucher_withdrawn' },
    });
  });

  it('is any other voucher’s business not at all', async () => {
    const [{ wallet: one }, { wallet: other }] = [await joinedWallet(server), await joinedWallet(server)];
    await one.api.syncNow();
    const [row] = await one.db.table('vouchers').toArray();
    await admin(server, ['voucher', 'revoke', String(row.id)]);
    await syncLater(other);
    const voucher = await voucherOf(other);
    expect(voucher.state).toBe('live');
    good(await other.api.present(voucher.key, 'en'));
  });
});
