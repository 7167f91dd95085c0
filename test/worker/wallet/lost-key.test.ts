// A phone that lost its key alone becomes another device of its member: what the lost key had sealed is still to count.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { bytesFromHex } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { onNewEpoch } from '../../support/new-epoch.ts';
import { forgetMembers } from '../../support/forget-members.ts';
import { type Till, openTill } from '../../support/shop.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good } from '../../support/test-wallet.ts';
import { type Line, joinedWallet } from '../../support/wallet-line.ts';

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
});
// The server takes so many recoveries a minute.
beforeEach(() => server.clock.advance(60_000));
afterAll(() => server.close());

async function walletWithCode() {
  const { wallet, line } = await joinedWallet(server);
  await wallet.api.syncNow();
  const { code } = await wallet.api.newRecoveryCode();
  good(await wallet.api.registerRecoveryCode(code));
  return { wallet, line, code };
}

async function buy({ api, stores }: TestWallet): Promise<void> {
  const { memberId } = (await stores.meta.get('enrolment'))!;
  good(await api.readCode(codeFromBytes(await till.sell({ memberId: bytesFromHex(memberId!)! })), 'en'));
}

async function broughtBack(wallet: TestWallet, code: string): Promise<TestWallet> {
  await wallet.stores.keys.remove();
  const phone = wallet.restart();
  good(await phone.api.recover({ code, keepOthers: false }));
  return phone;
}

/** A backup, perhaps of before anybody was a customer, is put in the place of the server's database. */
async function putBack(line: Line, isForgotten: boolean): Promise<void> {
  if (isForgotten) await forgetMembers(server.db);
  line.server = await onNewEpoch(server);
}

const beansOf = async ({ api }: TestWallet) => (await api.home('en')).programmes[0]!.balances[0]!;
const decisionsOf = async ({ stores }: TestWallet) =>
  (await stores.decisions.latest(9)).map(({ status }) => status);

it('a sale that it had not sent counts', async () => {
  const { wallet, line, code } = await walletWithCode();
  line.state = 'down';
  await buy(wallet);
  line.state = 'up';
  const phone = await broughtBack(wallet, code);
  expect(await phone.api.syncNow()).toMatchObject({ unsent: 0 });
  expect(await beansOf(phone)).toMatchObject({ qty: 10, pendingQty: 0 });
});

it.each([
  ['has forgotten it', true],
  ['knows it', false],
])('what it had sent still counts at a server that was put back and %s', async (_, isForgotten) => {
  const { wallet, line, code } = await walletWithCode();
  await buy(wallet);
  await wallet.api.syncNow();
  const phone = await broughtBack(wallet, code);
  await phone.api.syncNow();
  await putBack(line, isForgotten);
  await phone.api.syncNow();
  await phone.api.syncNow();
  await phone.api.syncNow();
  expect(await beansOf(phone)).toMatchObject({ qty: 10, pendingQty: 0 });
  expect(new Set(await decisionsOf(phone))).toEqual(new Set(['accepted']));
});
