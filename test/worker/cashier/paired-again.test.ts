// A till whose browser has lost its key and that an operator pairs again: to the server it is another device.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPairingCode } from '#server/enrolment/pairing-code.ts';
import { type CounterTill, memberWhoBought, pairedCounterTill, settle } from '../../support/counter.ts';
import { type TestServer, openTestServer, random } from '../../support/test-server.ts';
import { good } from '../../support/test-wallet.ts';

const SHOP = 'book-harbour';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

async function pairAgain(till: CounterTill): Promise<void> {
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
  await pairAgain(till);
  await sellAt(till);
  await settle(till);
  const view = await till.api.syncNow();
  expect(view).toMatchObject({ unsent: 0 });
  expect(view).not.toHaveProperty('problem');
});
