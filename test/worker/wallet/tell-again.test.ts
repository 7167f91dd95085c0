// The server is put back, and so is (or lost is) whoever once brought a thing: what a phone has only heard of comes back by it.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SyncChange } from '#api/sync.ts';
import { type Bytes, bytesFromHex } from '#base/bytes.ts';
import { bytesFromCode } from '#protocol/code.ts';
import { createApp } from '#server/app.ts';
import { newServerEpoch, readServerState } from '#server/server-state.ts';
import { onNewEpoch } from '../../support/new-epoch.ts';
import { forgetMembers } from '../../support/forget-members.ts';
import { journalOf, openTill, type Till } from '../../support/shop.ts';
import { clientFor } from '../../support/signed-client.ts';
import { type TestServer, openTestServer, random } from '../../support/test-server.ts';
import { type TestWallet, good, openTestWallet } from '../../support/test-wallet.ts';
import { type Line, joinedWallet, openLine, walletOn } from '../../support/wallet-line.ts';

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
});
afterAll(() => server.close());

interface Phones {
  readonly first: TestWallet;
  /** The one that only hears. */
  readonly second: TestWallet;
  readonly line: Line;
  readonly memberId: Bytes;
}

let phones: Phones;
beforeEach(async () => {
  const { wallet: first } = await joinedWallet(server);
  await first.api.syncNow();
  const line = openLine(server);
  const second = openTestWallet(walletOn(server, line));
  good(await first.api.approveLink(good(await second.api.startLink('Tablet')).text));
  good(await second.api.takeLink());
  const { memberId } = (await second.stores.meta.get('enrolment'))!;
  phones = { first, second, line, memberId: bytesFromHex(memberId!)! };
});

/** What the till has sealed arrives; only the first of its two tellings is ever sent. */
async function tellByTill(kind: 'earn' | 'redeem', ...parts: Bytes[]): Promise<void> {
  const journal = journalOf(server, clientFor(server, till.signer));
  const [result] = await journal.decide(await till.seal(kind, ...parts));
  expect(result).toMatchObject({ status: 'accepted' });
}

/** A backup of before anybody was a customer; neither the till nor the first phone comes back. */
async function restoreBackup(): Promise<void> {
  await forgetMembers(server.db);
  phones.line.server = await onNewEpoch(server);
}

async function syncTwice(wallet: TestWallet): Promise<void> {
  await wallet.api.syncNow();
  await wallet.api.syncNow();
  expect(await wallet.api.syncNow()).toMatchObject({ unsent: 0 });
}

async function toldOf(memberId: Bytes): Promise<readonly SyncChange['kind'][]> {
  const id = Buffer.from(memberId).toString('hex');
  const rows = await server.db.selectFrom('member_event').select('body').where('member', '=', id).execute();
  return rows.map(({ body }) => (body as { type: SyncChange['kind'] }).type).toSorted();
}

it('a sale that only its till had told, and a joining that only the other phone had sealed', async () => {
  const { second, memberId } = phones;
  await tellByTill('earn', await till.sell({ memberId }));
  await syncTwice(second);
  const before = await toldOf(memberId);
  expect(before).toEqual(['enrol', 'purchase']);
  await restoreBackup();
  expect(await toldOf(memberId)).toEqual([]);
  await syncTwice(second);
  expect(await toldOf(memberId)).toEqual(before);
  const [look] = (await second.api.home('en')).programmes;
  expect(look!.balances[0]).toMatchObject({ qty: 10, pendingQty: 0 });
});

it('the use of a voucher of the other phone, once', async () => {
  const { first, second, memberId } = phones;
  const [voucher] = await first.api.vouchers('en');
  const { code } = good(await first.api.present(voucher!.key, 'en'));
  const presentation = bytesFromCode(code.text);
  if (!presentation.ok) throw new Error(presentation.error.kind);
  const receipt = await till.redeem(presentation.value);
  await tellByTill('redeem', presentation.value, receipt);
  await syncTwice(second);
  await restoreBackup();
  await syncTwice(second);
  const uses = await server.db.selectFrom('claim').select('kind').where('kind', '=', 'redeem').execute();
  expect(uses).toHaveLength(1);
  expect((await second.api.vouchers('en')).map(({ state }) => state)).toEqual(['used']);
  // The till comes back after all: nothing doubles.
  await tellByTillAgain(presentation.value, receipt);
  expect(await toldOf(memberId)).toEqual(['enrol', 'purchase']);
});

async function tellByTillAgain(...parts: Bytes[]): Promise<void> {
  const now = phones.line.server;
  const journal = journalOf(now, clientFor(now, till.signer));
  const [result] = await journal.decide(await till.seal('redeem', ...parts));
  expect(result).toMatchObject({ status: 'accepted', code: 'already_known' });
}

it.each([
  ['in the week after the restore', 1, 'accepted'],
  ['and no more after it', 8, 'rejected'],
])('what a phone had said that was shut out since, %s', async (_, days, status) => {
  const { first, second, memberId } = phones;
  await syncTwice(second);
  const { devices } = await first.api.ownDevices();
  const { id } = devices.find(({ isThis }) => isThis)!;
  await restoreBackup();
  const shut = server.db.updateTable('device').set({ revoked_at: server.clock.nowMs() });
  await shut.where('id', '=', id).execute();
  server.clock.advance(days * 86_400_000);
  await syncTwice(second);
  expect(await toldOf(memberId)).toEqual(status === 'accepted' ? ['enrol'] : []);
  const [membership] = await second.stores.store.read(({ memberships }) => memberships.all());
  const told = await second.stores.store.read(({ decisions }) => decisions.get([membership!.recordId]));
  expect(told.get(membership!.recordId)).toMatchObject({ status });
});

it('nothing is told again to a server that has told it again itself', async () => {
  const { second, memberId } = phones;
  await tellByTill('earn', await till.sell({ memberId }));
  await syncTwice(second);
  await newServerEpoch(server.db, random, server.clock.nowMs());
  const state = await readServerState(server.db, random);
  const { db, keys, clock } = server;
  phones.line.server = {
    ...server,
    state,
    app: createApp({ db, keys, clock, random, state, log: () => undefined }),
  };
  const sealed = async () => (await second.stores.outbox.all()).length;
  const before = await sealed();
  await syncTwice(second);
  expect(await sealed()).toBe(before);
  expect(await second.stores.heard.forgotten()).toEqual([]);
});
