// A server restored from a backup of before a till was paired: the till and its customers' phones know more than it does.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPairingCode } from '#server/enrolment/pairing-code.ts';
import { onNewEpoch } from '../../support/new-epoch.ts';
import {
  type CounterTill,
  type CounterWallet,
  memberWhoBought,
  pairedCounterTill,
  settle,
} from '../../support/counter.ts';
import { forgetMembers } from '../../support/forget-members.ts';
import type { Bytes } from '#base/bytes.ts';
import { openAs } from '#protocol/open-message.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import { openTestServer, random, type TestServer } from '../../support/test-server.ts';
import { good } from '../../support/test-wallet.ts';

const SHOP = 'book-harbour';
const SALE = { lines: [{ amountMinor: 1_000, category: 'fiction' }] };

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

interface Counter {
  readonly till: CounterTill;
  readonly customer: CounterWallet;
}

async function openCounter(): Promise<Counter> {
  const till = await pairedCounterTill(server, SHOP);
  const order = { programmeId: SHOP, category: 'fiction', totalMinor: 2_000 };
  return { till, customer: await memberWhoBought(server, till, order) };
}

/** The till's rows are gone, with all that was decided since. */
async function restoreOlderBackup({ till, customer }: Counter): Promise<void> {
  const { db } = server;
  await db.deleteFrom('device').where('role', '=', 'terminal').execute();
  for (const table of ['terminal', 'terminal_receipt', 'terminal_day'] as const)
    await db.deleteFrom(table).execute();
  await forgetMembers(db);
  const restored = await onNewEpoch(server);
  till.line.server = restored;
  customer.line.server = restored;
}

async function sell({ till, customer }: Counter): Promise<void> {
  // The pass of the sale before has changed by then.
  server.clock.advance(20_000);
  const pass = good(await customer.wallet.api.pass());
  const reading = good(await till.api.readCode(pass.text, SALE));
  if (reading.kind !== 'member') throw new Error(`read as ${reading.kind}`);
  const receipt = good(await till.api.recordSale(reading.readingId, SALE));
  good(await customer.wallet.api.readCode(receipt.code.text, 'en'));
}

it('keeps everything while it is unknown, and is the till it was once it has been paired again', async () => {
  const counter = await openCounter();
  const { till, customer } = counter;
  const before = await server.db.selectFrom('terminal').select('serial').executeTakeFirstOrThrow();
  await restoreOlderBackup(counter);
  await sell(counter);
  await settle(till);
  expect(await till.connection.view()).toMatchObject({ unsent: 2, problem: { kind: 'not_enrolled' } });
  // Its customers are quicker: what they hold is not refused for ever.
  await customer.wallet.api.syncNow();
  expect((await customer.wallet.api.syncNow()).unsent).toBeGreaterThan(0);
  expect(
    await server.db.selectFrom('event').select('code').where('status', '=', 'rejected').execute(),
  ).toEqual([]);

  const shop = server.db.selectFrom('merchant').select('id').where('slug', '=', SHOP);
  const { id: merchantId } = await shop.executeTakeFirstOrThrow();
  const code = await createPairingCode({ ...server, random }, { merchantId });
  good(await till.api.pair(code, 'Front desk'));
  await settle(till);
  expect(await server.db.selectFrom('terminal').select('serial').execute()).toEqual([before]);
  server.clock.advance(60_000);
  await customer.wallet.api.syncNow();
  expect(await customer.wallet.api.syncNow()).toMatchObject({ unsent: 0 });
  await settle(till);
  expect(await till.connection.view()).toMatchObject({ unsent: 0 });
  const earned = server.db.selectFrom('event').select('status').where('kind', '=', 'earn');
  expect((await earned.execute()).map(({ status }) => status)).toEqual([
    'accepted',
    'accepted',
    'accepted',
    'accepted',
  ]);
});

it('gives the serial of a certificate to nobody but the key in it', async () => {
  const { till } = await openCounter();
  const stranger = await pairedCounterTill(server, SHOP);
  const { certificate } = (await till.stores.meta.get('enrolment'))!;
  const own = (await stranger.stores.meta.get('enrolment'))!;
  await stranger.stores.meta.put('enrolment', { ...own, certificate });
  const serials = async () =>
    (await server.db.selectFrom('terminal').select('serial').execute()).map(({ serial }) => serial);
  await server.db.deleteFrom('device').where('role', '=', 'terminal').execute();
  await server.db.deleteFrom('terminal').execute();
  const shop = server.db.selectFrom('merchant').select('id').where('slug', '=', SHOP);
  const { id: merchantId } = await shop.executeTakeFirstOrThrow();
  const code = await createPairingCode({ ...server, random }, { merchantId });
  good(await stranger.api.pair(code, 'Front desk'));
  expect(await serials()).toEqual([serialIn(own.certificate)]);
  expect(serialIn(own.certificate)).not.toBe(serialIn(certificate));
});

function serialIn(certificate: Bytes): number {
  const opened = openAs(TERMINAL_CERTIFICATE, certificate);
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value.value.serial;
}
