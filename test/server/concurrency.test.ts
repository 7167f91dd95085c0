// Many devices at once: no deadlock that a client would notice, no point lost or doubled, no gap in a stream.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountSum, ledgerSums, staleBalances } from '../support/books.ts';
import { joinedWallet, memberOf, openTill } from '../support/shop.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

test('four tills and six wallets report the same sales from both sides at the same time', async () => {
  const tills = await Promise.all(Array.from({ length: 4 }, () => openTill(server)));
  const wallets = await Promise.all(Array.from({ length: 6 }, () => joinedWallet(server)));
  const fromTills = tills.map(() => [] as Awaited<ReturnType<(typeof tills)[0]['seal']>>[]);
  const fromWallets = wallets.map(() => [] as (typeof fromTills)[0]);
  for (const [w, wallet] of wallets.entries()) {
    for (const [t, till] of tills.entries()) {
      const receipt = await till.sell(memberOf(wallet));
      fromTills[t]!.push(await till.seal('earn', receipt));
      fromWallets[w]!.push(await wallet.seal('earn', receipt));
    }
  }
  const pushes = [
    ...tills.map((till, t) => till.decide(...fromTills[t]!.toReversed())),
    ...wallets.map((wallet, w) => wallet.decide(...fromWallets[w]!)),
    ...tills.map((till, t) => till.decide(...fromTills[t]!)),
  ];
  const results = (await Promise.all(pushes)).flat();
  expect(new Set(results.map((result) => result.status))).toEqual(new Set(['accepted']));
  for (const wallet of wallets) {
    expect(await accountSum(server.db, `member/${wallet.memberId}/copper-cup/bean`)).toBe(10 * tills.length);
  }
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  expect(await staleBalances(server.db)).toEqual([]);
});

test('law: every stream is numbered from one without gaps, up to the head of its device', async () => {
  const { rows } = await sql`
    SELECT d.id FROM device d LEFT JOIN change c ON c.bucket = d.bucket AND c.stream = d.id
    GROUP BY d.id, d.stream_head
    HAVING count(c.seq) <> d.stream_head OR coalesce(max(c.seq), 0) <> d.stream_head`.execute(server.db);
  expect(rows).toEqual([]);
});
