// How often one call asks the database: what costs a server most, and what a new line of code adds without a word.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '#server/app.ts';
import { type FaultyDatabase, openFaultyDatabase } from '../support/faulty-database.ts';
import { joinedWallet, memberOf, openTill } from '../support/shop.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let recorded: FaultyDatabase;
beforeAll(async () => {
  server = await openTestServer();
  recorded = openFaultyDatabase(server.databaseUrl);
});
afterAll(async () => {
  await recorded.db.destroy();
  await server.close();
});

/** With those that begin and end transactions. */
const MOST_PER_PUSH = { all: 28, bucket: 55 };

test.each(['all', 'bucket'] as const)(
  'with TX_SCOPE=%s a call that finds nothing new asks three times, and a sale is decided with few',
  async (txScope) => {
    const { keys, state, clock } = server;
    const app = createApp({ db: recorded.db, keys, clock, random, state, txScope, log: () => undefined });
    const shop = { ...server, app };
    const till = await openTill(shop);
    const wallet = await joinedWallet(shop);
    const sold = await wallet.seal('earn', await till.sell(memberOf(wallet)));
    await wallet.changes();

    const quiet = await statementsOf(() => wallet.changes());
    expect(quiet.map(tableOf)).toEqual(['device', 'allowance', 'device']);
    const push = await statementsOf(() => wallet.decide(sold));
    expect(push.length).toBeGreaterThan(20);
    expect(push.length).toBeLessThanOrEqual(MOST_PER_PUSH[txScope]);
  },
);

test('a certificate is renewed on one reading of where the wallet stands, besides that which found it due', async () => {
  const { keys, state, clock } = server;
  const app = createApp({ db: recorded.db, keys, clock, random, state, log: () => undefined });
  const wallet = await joinedWallet({ ...server, app });
  clock.advance(10 * 86_400_000);
  const renewing = await statementsOf(() => wallet.changes());
  const allowance = renewing.filter((statement) => /\bfrom "?allowance\b/i.test(statement));
  // The two readings, and whether any hold has ended.
  expect(allowance).toHaveLength(3);
});

async function statementsOf(call: () => Promise<unknown>): Promise<readonly string[]> {
  const before = recorded.statements.length;
  await call();
  return recorded.statements.slice(before);
}

/** The first that it names. */
function tableOf(statement: string): string | undefined {
  return /\bfrom "?(\w+)/i.exec(statement)?.[1];
}
