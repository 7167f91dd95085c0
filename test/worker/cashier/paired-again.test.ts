// A till whose browser has lost its key and that an operator pairs again: to the server it is another device.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPairingCode } from '#server/enrolment/pairing-code.ts';
import { onNewEpoch } from '../../support/new-epoch.ts';
import {
  type CounterTill,
  memberWhoBought,
  openCounterTill,
  pairedCounterTill,
  settle,
} from '../../support/counter.ts';
import { forgetMembers } from '../../support/forget-members.ts';
import { freshDatabaseName } from '../../support/memory-database.ts';
import { type TestServer, openTestServer, random } from '../../support/test-server.ts';
import { good } from '../../support/test-wallet.ts';
import { type Line, openLine } from '../../support/wallet-line.ts';

const SHOP = 'book-harbour';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

async function pairOnce(till: CounterTill): Promise<void> {
  const { id: merchantId } = await server.db
    .selectFrom('merchant')
    .select('id')
    .where('slug', '=', SHOP)
    .executeTakeFirstOrThrow();
  good(await till.api.pair(await createPairingCode({ ...server, random }, { merchantId }), 'Front desk'));
  await settle(till);
}

const sellAt = (till: CounterTill) =>
  memberWhoBought(server, till, { programmeId: SHOP, category: 'fiction', totalMinor: 1_000 });

/** A backup of before anybody was a customer is put in the place of the server's database. */
async function putBack(line: Line): Promise<void> {
  await forgetMembers(server.db);
  line.server = await onNewEpoch(server);
}

/** What the server knows of the till's records, in their order. */
async function knownOf({ stores }: CounterTill): Promise<readonly string[]> {
  const rows = await stores.receipts.latest(9);
  const known = await server.db.selectFrom('event').select(['id', 'status']).execute();
  return rows.map(({ eventId }) => known.find(({ id }) => id === eventId)?.status ?? 'unknown');
}

async function withoutKey(till: CounterTill): Promise<CounterTill> {
  await till.stores.keys.remove();
  const again = till.restart();
  expect(await again.api.terminal()).toMatchObject({ state: 'unpaired' });
  return again;
}

it('goes on syncing, though its former device was told more than the new one', async () => {
  const first = await pairedCounterTill(server, SHOP);
  for (let customers = 0; customers < 3; customers++) await sellAt(first);
  await settle(first);
  const till = await withoutKey(first);
  await pairOnce(till);
  await sellAt(till);
  await settle(till);
  const view = await till.api.syncNow();
  expect(view).toMatchObject({ unsent: 0 });
  expect(view).not.toHaveProperty('problem');
});

it('is the same till in a window that was open all the time, and knows the former key still', async () => {
  const line = openLine(server);
  const name = freshDatabaseName();
  const open = openCounterTill(server, line, name);
  await pairOnce(open);
  await sellAt(open);
  await open.stores.keys.remove();
  await pairOnce(openCounterTill(server, line, name));
  // What was read a moment ago counts as read.
  server.clock.advance(2_000);
  await sellAt(open);
  await settle(open);
  expect(await open.api.syncNow()).toMatchObject({ unsent: 0 });
  const { records } = await open.api.findRecords({ text: '', filter: 'all', limit: 9 });
  expect(records.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
});

it('tells a server that was put back what the lost key had sealed, sent or not, as what it is', async () => {
  const line = openLine(server);
  const first = await pairedCounterTill(server, SHOP, line);
  await sellAt(first);
  await settle(first);
  const till = await withoutKey(first);
  await pairOnce(till);
  await putBack(line);
  await till.api.syncNow();
  expect(await knownOf(till)).toEqual(['accepted']);
  const { records } = await till.api.findRecords({ text: '', filter: 'all', limit: 9 });
  expect(records).toMatchObject([{ state: 'accepted' }]);
});

it('hears of a server that was put back while it had no key', async () => {
  const line = openLine(server);
  const first = await pairedCounterTill(server, SHOP, line);
  await sellAt(first);
  await settle(first);
  const till = await withoutKey(first);
  await putBack(line);
  await pairOnce(till);
  expect(await knownOf(till)).toEqual(['accepted']);
});
