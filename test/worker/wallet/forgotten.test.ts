// A server restored from a backup of before a wallet came: it knows neither the device nor its member.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bytesFromHex } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { createApp } from '#server/app.ts';
import { newServerEpoch, readServerState } from '#server/server-state.ts';
import { type Till, openTill } from '../../support/shop.ts';
import { type TestServer, openTestServer, random } from '../../support/test-server.ts';
import { good } from '../../support/test-wallet.ts';
import { type WalletOnLine, joinedWallet } from '../../support/wallet-line.ts';

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
});
afterAll(() => server.close());

interface Sold extends WalletOnLine {
  readonly memberId: string;
}

/** A wallet with a sale that it has not sent, and the member id that the receipt names. */
async function walletWithSale(): Promise<Sold> {
  const { wallet, line } = await joinedWallet(server);
  await wallet.api.syncNow();
  const { memberId } = (await wallet.stores.meta.get('enrolment'))!;
  const receipt = await till.sell({ memberId: bytesFromHex(memberId!)! });
  good(await wallet.api.readCode(codeFromBytes(receipt), 'en'));
  return { wallet, line, memberId: memberId! };
}

const OF_MEMBERS = [
  'balance',
  'change',
  'claim',
  'event',
  'ledger',
  'member',
  'member_device',
  'member_event',
  'member_fold',
] as const;

/** The same shops and tills on a new epoch, and nobody has ever been a customer. */
async function restoreOlderBackup({ line }: Sold): Promise<void> {
  const { db, keys, clock } = server;
  await db.deleteFrom('device').where('role', '=', 'wallet').execute();
  for (const table of OF_MEMBERS) await db.deleteFrom(table).execute();
  await newServerEpoch(db, random);
  const state = await readServerState(db, random);
  const app = createApp({ db, keys, clock, random, state, log: () => undefined });
  line.server = { ...server, state, app };
}

it('takes the wallet in again as the member it was, and decides what it had not sent', async () => {
  const sold = await walletWithSale();
  const { wallet, memberId } = sold;
  await restoreOlderBackup(sold);
  await wallet.api.syncNow();
  expect(await wallet.api.syncNow()).toMatchObject({ unsent: 0 });
  expect((await wallet.stores.meta.get('enrolment'))!.memberId).toBe(memberId);
  const [look] = (await wallet.api.home('en')).programmes;
  expect(look!.balances[0]).toMatchObject({ qty: 10, pendingQty: 0 });
});

it('does not take an erased member for a forgotten one', async () => {
  const sold = await walletWithSale();
  const { wallet, memberId } = sold;
  await restoreOlderBackup(sold);
  await server.db.updateTable('status_entry').set({ revoked_at: 1 }).where('kind', '=', 'device').execute();
  await wallet.api.syncNow();
  expect((await wallet.stores.meta.get('enrolment'))!.memberId).not.toBe(memberId);
});
