// A phone that was away hears of many things at once.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SyncReply } from '#api/sync.ts';
import { bytesFromHex } from '#base/bytes.ts';
import { openTill } from '../../support/shop.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, openTestWallet } from '../../support/test-wallet.ts';
import { joinedWallet, walletOn } from '../../support/wallet-line.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

type Told = Pick<SyncReply, 'changes' | 'cursor' | 'more'>;

/** Back on the line after a till has sold to its member; `change` is what the line makes of each answer of the sync. */
async function backAfter(
  sales: number,
  change: (told: Told, wallet: TestWallet) => Told,
): Promise<{ readonly wallet: TestWallet }> {
  const till = await openTill(server);
  const { wallet, line } = await joinedWallet(server);
  await wallet.api.syncNow();
  server.clock.advance(1_000);
  const memberId = bytesFromHex((await wallet.stores.meta.get('enrolment'))!.memberId!)!;
  const sold = [];
  for (let sale = 0; sale < sales; sale++) sold.push(await till.seal('earn', await till.sell({ memberId })));
  await till.decide(...sold);
  wallet.db.close();
  const back = openTestWallet({
    ...walletOn(server, line),
    name: wallet.db.name,
    fetch: async (url, init) => {
      const response = await line.fetch(url, init);
      if (!url.endsWith('/sync')) return response;
      const reply = (await response.json()) as SyncReply;
      return Response.json({ ...reply, ...change(reply, back) });
    },
  });
  return { wallet: back };
}

describe('a phone that was away', () => {
  it('holds every sale once, each as the server told it last, and can tell all of them again', async () => {
    const { wallet } = await backAfter(40, (told) => {
      const twice = told.changes.flatMap(({ seq, change }): Told['changes'] => {
        const again = { seq: 2 * seq + 1, change };
        if ('later' in change || change.kind !== 'receipt') return [again];
        return [{ seq: 2 * seq, change: { ...change, status: 'conflict' } }, again];
      });
      return { ...told, changes: twice, cursor: (twice.at(-1)?.seq ?? told.cursor) + 1 };
    });
    await wallet.api.syncNow();
    const receipts = await wallet.stores.receipts.all();
    expect(receipts).toHaveLength(40);
    expect(receipts.every(({ decision }) => decision?.status === 'accepted')).toBe(true);
    const heard = await wallet.db.heard.toArray();
    expect(heard.filter(({ change }) => change.kind === 'receipt')).toHaveLength(40);
    expect(await wallet.stores.balances.divergences()).toEqual([]);
  });

  it('hears page by page, and tells its screens with few of the pages and at the end', async () => {
    let pages = 0;
    let tellings = 0;
    const { wallet } = await backAfter(11, ({ changes, cursor, more }, own) => {
      if (changes.length > 0) pages += 1;
      if (own.takeTopics().has('activity')) tellings += 1;
      const [first] = changes;
      return first === undefined || changes.length === 1
        ? { changes, cursor, more }
        : { changes: [first], cursor: first.seq, more: true };
    });
    await wallet.api.syncNow();
    expect(pages).toBeGreaterThan(10);
    // After the 1st and the 4th.
    expect(tellings).toBeLessThanOrEqual(2);
    expect(wallet.takeTopics()).toContain('activity');
    expect(await wallet.stores.receipts.count()).toBe(11);
  });
});
