// Many devices at once: no deadlock that a client would notice, no point lost or doubled, no gap in a stream.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import type { SyncChange } from '#api/sync.ts';
import { accountSum, ledgerSums, staleBalances } from '../support/books.ts';
import { come, sendLink } from '../support/member-phones.ts';
import { type Journal, joinedWallet, journalOf, memberOf, openTill } from '../support/shop.ts';
import { newClient, type SignedClient } from '../support/signed-client.ts';
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

test('phones that are linked while tills push know in the end what the first one knows', async () => {
  const tills = await Promise.all(Array.from({ length: 3 }, () => openTill(server)));
  const [owner, other] = [await joinedWallet(server), await joinedWallet(server)];
  const phones: (SignedClient & Journal)[] = [owner];
  for (let round = 1; round <= 4; round++) {
    const sold = await Promise.all(
      tills.map(async (till) => {
        const receipts = [await till.sell(memberOf(owner)), await till.sell(memberOf(other))];
        return Promise.all(receipts.map((receipt) => till.seal('earn', receipt)));
      }),
    );
    const client = await newClient(server);
    await sendLink(server, owner, client);
    const replies = await Promise.all([
      ...tills.map(async (till, t) => (await till.push(sold[t]!)).status),
      come(client).then((reply) => reply.status),
    ]);
    expect(new Set(replies)).toEqual(new Set([200]));
    phones.push({ ...client, ...journalOf(server, client) });
  }
  const wanted = await knownTo(owner);
  expect(wanted.streamed.receipts).toHaveLength(4 * tills.length);
  expect(wanted.streamed).toEqual(wanted.whole);
  for (const phone of phones) expect(await knownTo(phone)).toEqual(wanted);
});

/** What a phone's stream has told, and what a snapshot would tell it. */
async function knownTo(phone: SignedClient & Journal) {
  const { serverEpoch } = (await phone.push([])).body;
  const request = { v: 1, epoch: phone.epoch, records: [], cursor: 0, serverEpoch, snapshotAt: 0 };
  const { body } = await phone.post(ROUTES.sync, request);
  const { changes } = body['snapshot'] as { readonly changes: readonly SyncChange[] };
  return { streamed: factsIn(await phone.changes()), whole: factsIn(changes) };
}

function factsIn(changes: readonly SyncChange[]) {
  const receipts = changes.flatMap((change) => (change.kind === 'receipt' ? [change.cose] : []));
  const balances = changes.flatMap((change) => (change.kind === 'balance' ? [change.qty] : []));
  return { receipts: receipts.toSorted(), beans: balances.at(-1) };
}

test('law: every stream is numbered from one without gaps, up to the head of its device', async () => {
  const { rows } = await sql`
    SELECT d.id FROM device d LEFT JOIN change c ON c.bucket = d.bucket AND c.stream = d.id
    GROUP BY d.id, d.stream_head
    HAVING count(c.seq) <> d.stream_head OR coalesce(max(c.seq), 0) <> d.stream_head`.execute(server.db);
  expect(rows).toEqual([]);
});
