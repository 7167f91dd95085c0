// The server dies between any two statements of a push, in both transaction scopes; the device sends again, and the books
// are those of a push that went well.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '#server/app.ts';
import type { TxScope } from '#server/push/steps.ts';
import { retainAll } from '#server/retention/retention.ts';
import { accountSum, ledgerSums, staleBalances } from '../support/books.ts';
import { type FaultyDatabase, openFaultyDatabase } from '../support/faulty-database.ts';
import { joinedWallet, memberOf, openTill, present, type Till, type Wallet } from '../support/shop.ts';
import { openTestServer, random, type TestServer, untroubled } from '../support/test-server.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let faulty: FaultyDatabase;
beforeAll(async () => {
  server = await openTestServer();
  faulty = openFaultyDatabase(server.databaseUrl);
});
afterAll(async () => {
  await faulty.db.destroy();
  await server.close();
});
afterEach(() => faulty.arm(undefined));

/** The same shop, with a database that can be made to fail. */
function shopWith(txScope: TxScope): TestServer {
  const { keys, state, clock } = server;
  const app = createApp({ db: faulty.db, keys, clock, random, state, txScope, log: () => undefined });
  return { ...server, app };
}

interface Sale {
  readonly till: Till;
  readonly wallets: readonly Wallet[];
  readonly records: Awaited<ReturnType<Till['seal']>>[];
}

/** Two members buy, one of them uses a voucher, and uses it a second time at another till: a loss. */
async function prepareSale(shop: TestServer): Promise<Sale> {
  // Seconds later: neither the limits of traffic nor the hour of an offer are what is tested here.
  server.clock.advance(6_000);
  const [till, other] = [await openTill(shop), await openTill(shop)];
  const [first, second] = [await joinedWallet(shop), await joinedWallet(shop)];
  // Within one second the order of two events is that of their ids, which is chance.
  server.clock.advance(2_000);
  const spent = await present(shop, first, first.voucher, other.merchantId);
  await other.decide(await other.seal('redeem', spent, await other.redeem(spent)));
  server.clock.advance(2_000);
  const again = await present(shop, first, first.voucher, till.merchantId);
  const records = [
    await till.seal('earn', await till.sell(memberOf(first))),
    await till.seal('earn', await till.sell(memberOf(second))),
    await till.seal('redeem', again, await till.redeem(again)),
  ];
  return { till, wallets: [first, second], records };
}

async function outcomeOf({ till, wallets, records }: Sale) {
  const results = await till.decide(...records);
  const heard = await Promise.all(
    wallets.map(async (wallet) => (await wallet.changes()).map((each) => each.kind)),
  );
  const points = await Promise.all(
    wallets.map(({ memberId }) => accountSum(server.db, `member/${memberId}/copper-cup/bean`)),
  );
  return { results: results.map(({ status, code }) => ({ status, code })), heard, points };
}

/** A pass of the conformance suite names its scope; by itself the suite runs both. */
const SCOPES = (['all', 'bucket'] as const).filter(
  (scope) => process.env['TX_SCOPE'] === undefined || process.env['TX_SCOPE'] === scope,
);

describe.each(SCOPES)('with TX_SCOPE=%s', (scope) => {
  test('killed before or after any statement, a push that is sent again loses and doubles nothing', async () => {
    const shop = shopWith(scope);
    const wanted = await outcomeOf(await prepareSale(shop));
    const count = await statementsOfPush(shop);
    expect(wanted.results.map((each) => each.status)).toEqual(['accepted', 'accepted', 'conflict']);
    const lossBefore = await accountSum(server.db, 'offline-loss/copper-cup/EUR');
    // Dying after a statement is dying before the next one; only the last has none.
    const points = Array.from({ length: count + 1 }, (_, index) =>
      index < count ? { at: index + 1 } : { at: count, after: true },
    );
    let kills = 0;
    for (const point of points) {
      const sale = await prepareSale(shop);
      faulty.arm({ ...point, code: 'lost' });
      await sale.till.push(sale.records).catch(() => undefined);
      if (faulty.struck()) kills += 1;
      faulty.arm(undefined);
      expect(await outcomeOf(sale), `killed at statement ${point.at}`).toEqual(wanted);
    }
    expect(kills).toBeGreaterThan(count - 3);
    const losses = (await accountSum(server.db, 'offline-loss/copper-cup/EUR')) - lossBefore;
    expect(losses).toBe((count + 1) * 200);
    expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
    expect(await staleBalances(server.db)).toEqual([]);
  }, 300_000);

  test.each(['40001', '40P01'] as const)(
    'SQLSTATE %s anywhere in a push is tried again',
    async (code) => {
      const shop = shopWith(scope);
      const count = await statementsOfPush(shop);
      const wanted = await outcomeOf(await prepareSale(shop));
      for (let at = 1; at <= count; at += 3) {
        const sale = await prepareSale(shop);
        faulty.arm({ at, code });
        const reply = await sale.till.push(sale.records);
        const isInside = reply.status === 200;
        faulty.arm(undefined);
        // Outside a transaction nothing was begun, so the device simply sends again.
        if (!isInside) expect(reply.status).toBe(500);
        expect(await outcomeOf(sale)).toEqual(wanted);
      }
    },
    120_000,
  );
});

test.skipIf(!SCOPES.includes('bucket'))(
  'what had its effect and not yet its decision counts once, however long its till stays away',
  async () => {
    const shop = shopWith('bucket');
    server.clock.advance(6_000);
    const [till, wallet] = [await openTill(shop), await joinedWallet(shop)];
    const beans = () => accountSum(server.db, `member/${wallet.memberId}/copper-cup/bean`);
    const sell = async () => till.seal('earn', await till.sell(memberOf(wallet)));
    await till.decide(await sell());
    const before = faulty.statements.length;
    await till.decide(await sell());
    const asked = faulty.statements.slice(before);
    const concluding = asked.findIndex((text) => /insert into "?event"?\b/iu.test(text)) + 1;
    expect(concluding).toBeGreaterThan(0);
    const sale = await sell();
    faulty.arm({ at: concluding, code: 'lost' });
    await till.push([sale]).catch(() => undefined);
    expect(faulty.struck()).toBe(true);
    faulty.arm(undefined);
    expect(await beans()).toBe(30);
    server.clock.advance(36 * DAY_MS);
    const { claims } = await retainAll({ ...shop, random, log: untroubled });
    expect(claims).toBeGreaterThan(0);
    expect(await till.decide(sale)).toMatchObject([{ status: 'accepted' }]);
    expect(await beans()).toBe(30);
    expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  },
);

async function statementsOfPush(shop: TestServer): Promise<number> {
  const { till, records } = await prepareSale(shop);
  const before = faulty.statements.length;
  await till.decide(...records);
  return faulty.statements.length - before;
}
