// A wallet that lay in a drawer until the server no longer had its stream: it gets everything at once, page by page.
import 'fake-indexeddb/auto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesFromHex } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { CHANGES_KEPT_MS, pruneChanges } from '#server/retention/prune-changes.ts';
import { type Till, openTill } from '../../support/shop.ts';
import { openTestServer, testClock, type TestServer } from '../../support/test-server.ts';
import { type TestWallet, good, openTestWallet } from '../../support/test-wallet.ts';
import { joinedWallet, openLine, type WalletOnLine, walletOn } from '../../support/wallet-line.ts';

const clock = testClock();
let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await openTestServer(clock);
  till = await openTill(server);
});
afterAll(() => server.close());

async function memberOf(wallet: TestWallet): Promise<string> {
  return (await wallet.stores.meta.get('enrolment'))!.memberId!;
}

async function sellTo(wallet: TestWallet): Promise<Uint8Array<ArrayBuffer>> {
  return till.sell({ memberId: bytesFromHex(await memberOf(wallet))! });
}

async function beans({ api }: TestWallet) {
  return (await api.home('en')).programmes[0]!.balances[0]!;
}

/** A wallet that was last seen before everything in its stream was dropped; the till has sold to its member since. */
async function inTheDrawer(
  sales: number,
  before: (wallet: TestWallet) => Promise<void> = async () => undefined,
): Promise<WalletOnLine> {
  const { wallet, line } = await joinedWallet(server);
  await wallet.api.syncNow();
  line.state = 'down';
  await before(wallet);
  const sold = [];
  for (let sale = 0; sale < sales; sale++) sold.push(await till.seal('earn', await sellTo(wallet)));
  await till.decide(...sold);
  clock.advance(CHANGES_KEPT_MS + 60_000);
  expect(await pruneChanges(server.db, clock.nowMs())).toBeGreaterThan(0);
  line.state = 'up';
  return { wallet, line };
}

describe('a wallet away for longer than changes are kept', () => {
  it('stands where the server does, with its vouchers, and goes on hearing what comes', async () => {
    const { wallet } = await inTheDrawer(3);
    expect(await wallet.api.syncNow()).toMatchObject({ unsent: 0 });
    expect(await beans(wallet)).toMatchObject({ qty: 30, pendingQty: 0 });
    expect(await wallet.stores.balances.divergences()).toEqual([]);
    expect((await wallet.api.vouchers('en')).filter(({ state }) => state === 'live')).toHaveLength(1);
    await till.decide(await till.seal('earn', await sellTo(wallet)));
    expect(await wallet.api.syncNow()).toMatchObject({ unsent: 0 });
    expect(await beans(wallet)).toMatchObject({ qty: 40 });
  });

  it('sends what it alone knows, and loses nothing of it', async () => {
    const { wallet } = await inTheDrawer(1, async (own) => {
      good(await own.api.readCode(codeFromBytes(await sellTo(own)), 'en'));
      expect(await beans(own)).toMatchObject({ qty: 10, pendingQty: 10 });
    });
    expect(await wallet.api.syncNow()).toMatchObject({ unsent: 0 });
    expect(await beans(wallet)).toMatchObject({ qty: 20, pendingQty: 0 });
  });
});

describe('a snapshot of many pages', () => {
  it('says how far it is, and goes on where it was cut', async () => {
    const { wallet, line } = await inTheDrawer(1);
    await lengthenFile(await memberOf(wallet), 1_200);
    let answers = 2;
    const fetch: typeof line.fetch = async (url, init) => {
      if (url.endsWith('/sync') && answers-- <= 0) throw new TypeError('network');
      return line.fetch(url, init);
    };
    const cut = wallet.restart();
    cut.db.close();
    const reading = openTestWallet({ ...walletOn(server, line), fetch, name: cut.db.name });
    const { catchingUp } = await reading.api.syncNow();
    expect(catchingUp).toEqual({ done: 1_000, total: 1_202 });
    answers = 1;
    expect(await reading.api.syncNow()).toMatchObject({ unsent: 0 });
    expect((await reading.api.connection()).catchingUp).toBeUndefined();
    expect(await beans(reading)).toMatchObject({ qty: 10 });
  });
});

describe('a receipt that the disk has spoilt', () => {
  it('comes again, though it was met while an answer of the server was on its way', async () => {
    const line = openLine(server);
    let underWay: () => Promise<unknown> = async () => undefined;
    const fetch: typeof line.fetch = async (url, init) => {
      const response = await line.fetch(url, init);
      if (url.endsWith('/sync')) await underWay();
      return response;
    };
    const wallet = openTestWallet({ ...walletOn(server, line), fetch });
    await wallet.api.syncNow();
    good(await wallet.api.join('copper-cup'));
    const other = await openTill(server);
    const sold = await other.sell({ memberId: bytesFromHex(await memberOf(wallet))! });
    await other.decide(await other.seal('earn', sold));
    await wallet.api.syncNow();
    const [receipt] = await wallet.db.receipts.toArray();
    underWay = async () => {
      underWay = async () => undefined;
      await wallet.db.table('receipts').put({ ...receipt, cose: 'spoilt' });
      expect(await wallet.stores.store.read(({ receipts }) => receipts.count())).toBe(1);
      expect(await wallet.stores.store.read(({ receipts }) => receipts.all())).toEqual([]);
    };
    for (let syncs = 0; syncs < 2; syncs++) await wallet.api.syncNow();
    expect(await wallet.stores.quarantine.count()).toBe(1);
    expect(await wallet.stores.receipts.all()).toMatchObject([{ cose: receipt!.cose }]);
    expect(await wallet.stores.meta.get('position')).not.toHaveProperty('snapshot');
  });
});

describe('dropping changes', () => {
  it('takes a stream from its beginning only, and nothing that has no time', async () => {
    const cutoffMs = clock.nowMs() - CHANGES_KEPT_MS;
    await addChanges('stream-a', [cutoffMs - 5, cutoffMs - 9, cutoffMs + 5, cutoffMs - 1]);
    await addChanges('stream-b', [null, cutoffMs - 5]);
    await pruneChanges(server.db, clock.nowMs());
    expect(await seqsOf('stream-a')).toEqual([3, 4]);
    expect(await seqsOf('stream-b')).toEqual([1, 2]);
  });
});

/** Entries that change nothing, as a long life would leave them. */
async function lengthenFile(memberId: string, entries: number): Promise<void> {
  const body = JSON.stringify({ kind: 'balance', programme: 'copper-cup', unit: 'cup', qty: 0 });
  await sql`
    INSERT INTO member_file (bucket, member, seq, body)
    SELECT ${bucketOf(memberId)}, ${memberId}, 2 + n, ${body}::jsonb FROM generate_series(1, ${entries}) AS n
  `.execute(server.db);
}

async function addChanges(stream: string, times: readonly (number | null)[]): Promise<void> {
  const rows = times.map((at_ms, index) => ({ bucket: 1, stream, seq: index + 1, body: '{}', at_ms }));
  await server.db.insertInto('change').values(rows).execute();
}

async function seqsOf(stream: string): Promise<readonly number[]> {
  const rows = await server.db
    .selectFrom('change')
    .select('seq')
    .where('stream', '=', stream)
    .orderBy('seq')
    .execute();
  return rows.map(({ seq }) => seq);
}
