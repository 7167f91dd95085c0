// A record in the outbox that the real server cannot read: it must not hold up those behind it.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { good } from '../../support/test-wallet.ts';
import { joinedWallet } from '../../support/wallet-line.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

it.each([
  ['an id', { id: 'spoilt' }],
  ['a number', { sequence: 2 ** 53 }],
  ['a size', { cose: new Uint8Array(5_000) }],
])('with %s that no server takes is set aside and told of; what is behind it goes', async (_, change) => {
  const { wallet } = await joinedWallet(server);
  await wallet.api.syncNow();
  good(await wallet.api.join('book-harbour'));
  const outbox = wallet.db.table('outbox');
  const last = await outbox.orderBy('order').last();
  await outbox.put({ ...last, ...change });
  good(await wallet.api.join('green-grocer'));
  expect(await wallet.api.syncNow()).toMatchObject({ unsent: 0 });
  expect(await wallet.api.safety()).toMatchObject({ setAside: 1, unsent: 0 });
  const decided = await wallet.db.table('decisions').toCollection().primaryKeys();
  expect(decided).not.toContain(last.id);
  expect(decided).toHaveLength(2);
});
