// The server's word on a record of this phone goes with the record, unless something here lives by it.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bytesFromHex } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { openTill, type Till } from '../../support/shop.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { good, type TestWallet } from '../../support/test-wallet.ts';
import { joinedWallet } from '../../support/wallet-line.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
});
afterAll(() => server.close());

async function buy(wallet: TestWallet): Promise<string> {
  // For a trust list that has not run out.
  await wallet.api.syncNow();
  const { memberId } = (await wallet.stores.meta.get('enrolment'))!;
  const sale = codeFromBytes(await till.sell({ memberId: bytesFromHex(memberId!)! }));
  good(await wallet.api.readCode(sale, 'en'));
  const { id } = (await wallet.stores.outbox.unsent(9)).at(-1)!;
  await wallet.api.syncNow();
  return id;
}

const decided = async ({ stores }: TestWallet) =>
  new Set((await stores.decisions.latest(99)).map(({ id }) => id));

it('is kept for 35 days, and longer for a join, a statement and what was refused', async () => {
  const { wallet } = await joinedWallet(server);
  good(await wallet.api.join('verizon-up'));
  server.clock.advance(1_000);
  good(await wallet.api.claimReward({ programmeId: 'verizon-up', rewardId: 'stream', intentId: 'i' }));
  const lasting = (await wallet.stores.outbox.unsent(9)).map(({ id }) => id);
  expect(lasting).toHaveLength(3);
  const first = await buy(wallet);
  const refused = '01a2b3c4-d5e6-7f80-9a1b-2c3d4e5f6071';
  await wallet.stores.decisions.put(
    [{ id: refused, status: 'rejected', code: 'expired' }],
    server.clock.nowMs(),
  );
  server.clock.advance(34 * DAY_MS);
  const second = await buy(wallet);
  expect(await decided(wallet)).toEqual(new Set([...lasting, refused, first, second]));
  server.clock.advance(2 * DAY_MS);
  const third = await buy(wallet);
  expect(await decided(wallet)).toEqual(new Set([...lasting, refused, second, third]));
  expect(await wallet.stores.outbox.byIds([first])).toEqual([]);
  const entries = await wallet.api.activity('en');
  expect(entries.filter(({ state }) => state.kind !== 'confirmed')).toEqual([]);
  expect(entries.filter(({ kind }) => kind === 'earned')).toHaveLength(3);
  expect(await wallet.stores.balances.divergences()).toEqual([]);
});
