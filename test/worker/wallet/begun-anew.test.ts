// What a wallet still says of itself when its member was erased and it has begun anew.
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

const memberOf = async ({ stores }: TestWallet) => (await stores.meta.get('enrolment'))!.memberId!;

async function erase(memberId: string): Promise<void> {
  const erased = await admin(server, ['member', 'erase', memberId], { options: { reason: 'asked' } });
  expect(erased).toMatchObject({ code: 0 });
}

it('it has no code, passkey or backup of the member who is gone, and has spent nothing', async () => {
  const { wallet } = await joinedWallet(server);
  await wallet.api.syncNow();
  const { code } = await wallet.api.newRecoveryCode();
  good(await wallet.api.registerRecoveryCode(code));
  good(await wallet.api.makeBackup({ code }));
  await wallet.stores.meta.put('recoveryPasskey', { setAtMs: 1 });
  await wallet.stores.meta.put('spending', { epoch: 1, cumulative: 9, previous: new Uint8Array(8) });
  await wallet.api.ownDevices();
  const before = await memberOf(wallet);
  await erase(before);
  await wallet.api.syncNow();
  expect(await memberOf(wallet)).not.toBe(before);
  const safety = await wallet.api.safety();
  for (const claim of ['recoverySetAtMs', 'passkeySetAtMs', 'backup'])
    expect(safety).not.toHaveProperty(claim);
  expect(await wallet.stores.meta.get('spending')).toBeUndefined();
  expect(await wallet.stores.meta.get('devices')).toBeUndefined();
});

it('it is not called removed, though it was before its member was erased', async () => {
  const { wallet: first } = await joinedWallet(server);
  await first.api.syncNow();
  const second = openTestWallet(walletOn(server, openLine(server)));
  good(await first.api.approveLink(good(await second.api.startLink('Tablet')).text));
  good(await second.api.takeLink());
  const { id } = (await first.api.ownDevices()).devices.find(({ isThis }) => !isThis)!;
  good(await first.api.revokeDevice(id));
  await second.api.syncNow();
  expect(await second.api.ownDevices()).toMatchObject({ removed: true });
  await erase(await memberOf(first));
  // Its certificate ends, so that it asks for another.
  server.clock.advance(15 * 86_400_000);
  await second.api.syncNow();
  expect(await second.api.ownDevices()).toMatchObject({ removed: false });
});
