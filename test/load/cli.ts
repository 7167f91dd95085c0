// `npm run load [-- --devices N] [--records N] [--members N] [--catch-up N] [--browser N]`: how fast pushes are decided, beside bare inserts of
// the same rows into the same database in the same run; a till that comes back after a month; more and more members.
// Prints ratios; what a machine can do in a second is its own business.
import type { RecordResult } from '#api/sync.ts';
import type { Bytes } from '#base/bytes.ts';
import { readArguments, wholeNumber } from '../support/read-arguments.ts';
import { joinedWallet, memberOf, openTill, type Sealed, type Till, type Wallet } from '../support/shop.ts';
import { countRows, timeBareInserts } from './bare-inserts.ts';
import { catchUpInBrowser } from './browser-catch-up.ts';
import { addCrowd } from './crowd.ts';
import { openShopFloor, type ShopFloor } from './shop-floor.ts';
import { type Timing, timeAll } from './timing.ts';

const AT_ONCE = 8;
const MONTH_MS = 30 * 86_400_000;
const GROWTH_PUSHES = 40;
/** Customers who come back online at the same time and bought at the same till. */
const CUSTOMERS_OF_A_TILL = 10;
/** Members of one till's push, as in a shop. */
const SHOPPERS = 10;

const USAGE = 'usage: npm run load -- [--devices N] [--records N] [--members N] [--catch-up N] | --browser N';
const { values } = readArguments(USAGE, {
  options: {
    devices: { type: 'string', default: '1000' },
    records: { type: 'string', default: '50' },
    members: { type: 'string', default: '100000' },
    'catch-up': { type: 'string', default: '10000' },
    /** Only this: a phone in a real browser hears of so many sales. */
    browser: { type: 'string' },
  },
});
const [devices, records, members, catchUp] = [
  values.devices,
  values.records,
  values.members,
  values['catch-up'],
].map((text) => wholeNumber(USAGE, text, 1)) as [number, number, number, number];

if (values.browser === undefined) await onShopFloor();
else await catchUpInBrowser(wholeNumber(USAGE, values.browser, 1));

async function onShopFloor(): Promise<void> {
  const floor = await openShopFloor();
  try {
    await loadOfDevices(floor);
    await monthOffline(floor);
    await growth(floor);
  } finally {
    await floor.close();
  }
}

interface Ready {
  readonly wallet: Wallet;
  readonly sealed: readonly Sealed[];
}

/** Everything is signed before the clock runs: phones do that, not the server. */
async function loadOfDevices(server: ShopFloor): Promise<void> {
  const tills: Till[] = [];
  const ready: Ready[] = [];
  for (let index = 0; index < Math.ceil(devices / CUSTOMERS_OF_A_TILL); index += 1)
    tills.push(await openTill(server));
  for (let index = 0; index < devices; index += 1)
    ready.push(await prepare(server, tills[index % tills.length]!, records));
  const rows = await countRows(server.db);
  const before = { statements: server.statements(), cpu: process.cpuUsage() };
  const timing = await timeAll(ready, AT_ONCE, ({ wallet, sealed }) => wallet.decide(...sealed));
  const { user, system } = process.cpuUsage(before.cpu);
  const statements = server.statements() - before.statements;
  const bare = await timeBareInserts(server.db, { before: rows, pushes: devices, atOnce: AT_ONCE });
  const rate = ({ seconds }: Timing) => (devices * records) / seconds;
  console.log(`${devices} devices, pushes of ${records} records, ${AT_ONCE} at once, durable settings`);
  console.log(`  decided       ${line(timing, rate(timing))}`);
  console.log(
    `  per push      ${Math.round(statements / devices)} statements, ${Math.round((user + system) / 1000 / devices)} ms of CPU outside the database`,
  );
  console.log(`  bare inserts  ${line(bare, rate(bare))}`);
  console.log(
    `  ratio of rates ${(rate(timing) / rate(bare)).toFixed(3)}, of p50 ${(timing.p50Ms / bare.p50Ms).toFixed(1)}`,
  );
}

async function prepare(server: ShopFloor, till: Till, count: number): Promise<Ready> {
  const wallet = await joinedWallet(server);
  // As fast as one address may enrol.
  server.clock.advance(2_000);
  const receipts: Bytes[] = [];
  for (let index = 0; index < count; index += 1) receipts.push(await till.sell(memberOf(wallet)));
  const sealed: Sealed[] = [];
  for (const receipt of receipts) sealed.push(await wallet.seal('earn', receipt));
  return { wallet, sealed };
}

/** A till's month, pushed in pieces one after another, and heard by the wallets that were in it. */
async function monthOffline(server: ShopFloor): Promise<void> {
  const till = await openTill(server);
  const wallets: Wallet[] = [];
  for (let index = 0; index < SHOPPERS; index += 1) wallets.push(await joinedWallet(server));
  const sealed: Sealed[] = [];
  for (let index = 0; index < catchUp; index += 1) {
    // Over a whole month: what a till may sell in a day is bounded.
    server.clock.advance(Math.ceil(MONTH_MS / catchUp));
    sealed.push(await till.seal('earn', await till.sell(memberOf(wallets[index % SHOPPERS]!))));
  }
  const pieces = Array.from({ length: Math.ceil(catchUp / 50) }, (_, index) =>
    sealed.slice(index * 50, index * 50 + 50),
  );
  const half = Math.ceil(pieces.length / 2);
  const decide = (piece: readonly Sealed[]) => acceptedAll(server, till, piece);
  const first = await timeAll(pieces.slice(0, half), 1, decide);
  const second = await timeAll(pieces.slice(half), 1, decide);
  const seconds = first.seconds + second.seconds;
  console.log(`a month offline: ${catchUp} records of ${SHOPPERS} members in pieces of 50`);
  console.log(
    `  ${seconds.toFixed(1)} s, ${Math.round(catchUp / seconds)} records/s; first half ${line(first)}`,
  );
  console.log(
    `  second half ${line(second)}; p50 of the second to the first ${(second.p50Ms / first.p50Ms).toFixed(2)}`,
  );
  await allHeard(server, wallets);
}

/** What the wallets have to hear of it, page by page, with the memory that was held at most meanwhile. */
async function allHeard(server: ShopFloor, wallets: readonly Wallet[]): Promise<void> {
  const beforeBytes = process.memoryUsage().heapUsed;
  let mostBytes = beforeBytes;
  let changes = 0;
  const pages: number[] = [];
  const timing = await timeAll(wallets, 1, async (wallet) => {
    let cursor = 0;
    for (let more = true; more;) {
      server.clock.advance(1_000);
      const { body } = await wallet.push([], { cursor, serverEpoch: server.state.serverEpoch });
      const page = (body['changes'] as readonly unknown[]).length;
      [cursor, more] = [body['cursor'] as number, body['more'] === true];
      changes += page;
      pages.push(page);
      mostBytes = Math.max(mostBytes, process.memoryUsage().heapUsed);
    }
  });
  const megabytes = Math.round((mostBytes - beforeBytes) / 1_000_000);
  console.log(
    `  ${changes} changes heard in ${pages.length} pages of at most ${Math.max(...pages)}: ${timing.seconds.toFixed(1)} s, ${Math.round(changes / timing.seconds)} a second, at most ${megabytes} MB more in memory`,
  );
}

/** A minute of the clock between pieces: the device's own limit is not what is measured. */
function paced(server: ShopFloor, till: Till, piece: readonly Sealed[]): Promise<readonly RecordResult[]> {
  server.clock.advance(1_000);
  return till.decide(...piece);
}

/** What is refused folds nothing, and would be measured as if it were quick. */
async function acceptedAll(server: ShopFloor, till: Till, piece: readonly Sealed[]): Promise<void> {
  const results = await paced(server, till, piece);
  const refused = results.find(({ status }) => status !== 'accepted');
  if (refused !== undefined) throw new Error(`${refused.id}: ${refused.status} ${refused.code ?? ''}`);
}

async function growth(server: ShopFloor): Promise<void> {
  console.log('growth: pushes of one till, 50 records of 10 members, among more and more other members');
  let filled = 0;
  let base: Timing | undefined;
  for (let size = 1000; size <= members; size *= 10) {
    await addCrowd(server.db, filled, size);
    filled = size;
    const till = await openTill(server);
    const pushes: Sealed[][] = [];
    for (let index = 0; index < GROWTH_PUSHES; index += 1) pushes.push(await mixedPush(server, till));
    const timing = await timeAll(pushes, 1, (push) => paced(server, till, push));
    base ??= timing;
    console.log(
      `  ${String(size).padStart(8)} members ${line(timing)}; p50 to that of 1000: ${(timing.p50Ms / base.p50Ms).toFixed(2)}`,
    );
  }
}

async function mixedPush(server: ShopFloor, till: Till): Promise<Sealed[]> {
  const wallets: Wallet[] = [];
  for (let index = 0; index < SHOPPERS; index += 1) wallets.push(await joinedWallet(server));
  server.clock.advance(1_000);
  const sealed: Sealed[] = [];
  for (let index = 0; index < 50; index += 1)
    sealed.push(await till.seal('earn', await till.sell(memberOf(wallets[index % SHOPPERS]!))));
  return sealed;
}

function line({ p50Ms, p99Ms }: Timing, rate?: number): string {
  const times = `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;
  return rate === undefined ? times : `${Math.round(rate)} events/s, ${times}`;
}
