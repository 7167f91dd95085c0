// A phone is lost and its owner asks the operator: what the member's other phones show then, and what comes back without one.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { admin } from '../../support/admin.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good, openTestWallet } from '../../support/test-wallet.ts';
import { joinedWallet, openLine, walletOn } from '../../support/wallet-line.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

async function welcomedWallet(): Promise<TestWallet> {
  const { wallet } = await joinedWallet(server);
  await wallet.api.syncNow();
  return wallet;
}

function newPhone(): TestWallet {
  return openTestWallet(walletOn(server, openLine(server)));
}

async function linkedPhone(first: TestWallet, name: string): Promise<TestWallet> {
  const phone = newPhone();
  good(await first.api.approveLink(good(await phone.api.startLink(name)).text));
  good(await phone.api.takeLink());
  return phone;
}

async function idOf(wallet: TestWallet): Promise<string> {
  return (await wallet.api.ownDevices()).devices.find(({ isThis }) => isThis)!.id;
}

const stateOn = async (wallet: TestWallet) => (await wallet.api.vouchers('en')).map(({ state }) => state);

/** Of the lost phone's forms of vouchers, how many a till would still take. */
async function goodForms(device: string): Promise<number> {
  const rows = await server.db
    .selectFrom('status_mark')
    .select('revoked_at')
    .where('holder', '=', device)
    .execute();
  return rows.filter(({ revoked_at: at }) => at === null).length;
}

it('the phone that was last heard of gets the vouchers, every phone says who did it, and once is enough', async () => {
  const lost = await welcomedWallet();
  const idle = await linkedPhone(lost, 'Tablet');
  server.clock.advance(3_600_000);
  const used = await linkedPhone(lost, 'Phone');
  expect([await stateOn(lost), await stateOn(used)]).toEqual([['live'], ['elsewhere']]);
  const id = await idOf(lost);
  expect(await admin(server, ['device', 'revoke', id])).toMatchObject({
    code: 0,
    explained: expect.stringContaining(await idOf(used).then((one) => one.slice(0, 16))),
  });
  expect(await admin(server, ['device', 'revoke', id])).toMatchObject({ code: 1 });
  expect(await goodForms(id)).toBe(0);
  for (const phone of [idle, used]) {
    await phone.api.syncNow();
    const told = (await phone.api.inbox('en')).filter(({ kind }) => kind === 'device_revoked_by_operator');
    expect(told).toMatchObject([{ about: expect.stringMatching(/^[0-9A-F]{4}-[0-9A-F]{4}$/), read: false }]);
    expect(told[0]!.device).toBeUndefined();
  }
  expect([await stateOn(idle), await stateOn(used)]).toEqual([['elsewhere'], ['live']]);
  const [voucher] = await used.api.vouchers('en');
  expect(good(await used.api.present(voucher!.key, 'en')).code.text).toMatch(/^LW1:/);
  expect(await lost.api.syncNow()).toMatchObject({ problem: { kind: 'revoked' } });
});

it('a member without another phone has the vouchers again by the recovery code, and nobody else has', async () => {
  const lost = await welcomedWallet();
  const { code } = await lost.api.newRecoveryCode();
  good(await lost.api.registerRecoveryCode(code));
  const id = await idOf(lost);
  expect(await admin(server, ['device', 'revoke', id])).toMatchObject({
    code: 0,
    explained: expect.stringContaining('recovery'),
  });
  expect(await goodForms(id)).toBe(0);
  const phone = newPhone();
  expect(good(await phone.api.recover({ code, keepOthers: true }))).toMatchObject({ revoked: 0 });
  expect(await stateOn(phone)).toEqual(['live']);
  expect((await phone.api.inbox('en')).map(({ kind }) => kind)).toContain('device_revoked_by_operator');
  const forms = await server.db.selectFrom('credential').select('device').where('device', '=', id).execute();
  expect(forms).toEqual([]);
});
