// A counter with both real workers and the real server: a paired till and a wallet, each on a line that a test can cut.
import { ORIGIN, random, type TestServer } from './test-server.ts';
import { createPairingCode } from '#server/enrolment/pairing-code.ts';
import { createCashierDatabase } from '#storage/cashier-database.ts';
import { type CashierWorker, composeCashier } from '#worker/cashier/compose.ts';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import { freshDatabaseName } from './memory-database.ts';
import { type OpenCashierStores, openCashierStores } from './open-stores.ts';
import { systemRandom } from './test-device.ts';
import { good, openTestWallet, type TestWallet } from './test-wallet.ts';
import { type Line, openLine, walletOn } from './wallet-line.ts';
import { throwBug } from './throw-bug.ts';

export interface CounterTill extends CashierWorker {
  /** Its repositories are bound to no transaction: for looking at what is on the disk. */
  readonly stores: OpenCashierStores;
  readonly line: Line;
  /** A new process over the same disk. */
  readonly restart: () => CounterTill;
}

export function openCounterTill(
  server: TestServer,
  line = openLine(server),
  name = freshDatabaseName(),
): CounterTill {
  const db = createCashierDatabase(name);
  const stores = openCashierStores(db);
  const clock = { ...server.clock, dayStartMs: (atMs: number) => atMs - (atMs % 86_400_000) };
  const around = {
    clock,
    random: systemRandom,
    timers: { after: () => () => undefined },
    exclusive: createLockExclusive(undefined),
    onBug: throwBug,
    fetch: line.fetch,
    origin: ORIGIN,
    storageView: async () => ({ persisted: 'unknown' as const }),
  };
  const restart = (): CounterTill => {
    db.close();
    return openCounterTill(server, line, name);
  };
  return { ...composeCashier({ around, stores, changed: () => undefined }), stores, line, restart };
}

/** A till of a demo merchant that has synced once. */
export async function pairedCounterTill(
  server: TestServer,
  slug: string,
  line = openLine(server),
): Promise<CounterTill> {
  const merchant = await server.db
    .selectFrom('merchant')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow();
  const code = await createPairingCode({ ...server, random }, { merchantId: merchant.id });
  const till = openCounterTill(server, line);
  good(await till.api.pair(code, 'Front desk'));
  await settle(till);
  return till;
}

export interface CounterWallet {
  readonly wallet: TestWallet;
  readonly line: Line;
}

/** A member of the programme who has bought for `totalMinor` and heard of the allowance that follows. */
export async function memberWhoBought(
  server: TestServer,
  till: CounterTill,
  {
    programmeId,
    category,
    totalMinor,
  }: { readonly programmeId: string; readonly category: string; readonly totalMinor: number },
): Promise<CounterWallet> {
  const line = openLine(server);
  const wallet = openTestWallet(walletOn(server, line));
  await wallet.api.syncNow();
  good(await wallet.api.join(programmeId));
  await wallet.api.syncNow();
  const sale = { lines: [{ amountMinor: totalMinor, category }] };
  const reading = good(await till.api.readCode(good(await wallet.api.pass()).text, sale));
  if (reading.kind !== 'member') throw new Error(`read as ${reading.kind}`);
  const receipt = good(await till.api.recordSale(reading.readingId, sale));
  good(await wallet.api.readCode(receipt.code.text, 'en'));
  await wallet.api.syncNow();
  await wallet.api.syncNow();
  return { wallet, line };
}

/** Syncs until the till rests: pairing has begun a sync of its own. */
export async function settle(till: CounterTill): Promise<void> {
  await till.driver.now();
  while ((await till.connection.view()).syncing) await new Promise((next) => setImmediate(next));
}

/** A till that takes points, and a member with 400 of them: each has heard of the other. */
export async function counterThatTakesPoints(
  server: TestServer,
): Promise<{ readonly till: CounterTill; readonly customer: CounterWallet }> {
  const till = await pairedCounterTill(server, 'book-harbour');
  const bought = { programmeId: 'book-harbour', category: 'fiction', totalMinor: 8_000 };
  const customer = await memberWhoBought(server, till, bought);
  await settle(till);
  return { till, customer };
}
