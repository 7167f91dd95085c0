// A till whose clock was set wrong: what it did is a fact and counts when its day has come, and so does what took it back.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountSum, ledgerSums } from '../support/books.ts';
import { joinedWallet, memberOf, openTill, present } from '../support/shop.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(async () => {
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  await server.close();
});

/** By a clock that is so far ahead. */
async function ahead<T>(byMs: number, work: () => Promise<T>): Promise<T> {
  server.clock.advance(byMs);
  const done = await work();
  server.clock.advance(-byMs);
  return done;
}

test('a sale and a voucher of tomorrow wait, leave no trace but that they wait, and count the next day', async () => {
  const [till, wallet] = [await openTill(server), await joinedWallet(server)];
  const pushed = await ahead(DAY_MS + HOUR_MS, async () => {
    const shown = await present(server, wallet, wallet.voucher, till.merchantId);
    return [
      await till.seal('earn', await till.sell(memberOf(wallet))),
      await till.seal('redeem', shown, await till.redeem(shown)),
    ];
  });
  const { claim, ...before } = await server.rowCounts();
  expect(await till.decide(...pushed)).toEqual(pushed.map(({ id }) => ({ id, status: 'retry' })));
  expect(await server.rowCounts()).toEqual({ ...before, claim: claim! + 2 });
  server.clock.advance(2 * HOUR_MS);
  expect(await till.decide(...pushed)).toMatchObject(pushed.map(({ id }) => ({ id, status: 'accepted' })));
});

test('what takes such a sale back by a clock that was put right waits with it', async () => {
  const [till, wallet] = [await openTill(server), await joinedWallet(server)];
  const receipt = await ahead(DAY_MS + HOUR_MS, () => till.sell(memberOf(wallet)));
  const pushed = [
    await till.seal('earn', receipt),
    await till.seal('undo', await till.takeBack(receipt)),
    await till.seal('earn', await till.sell(memberOf(await joinedWallet(server)))),
  ];
  const results = await till.decide(...pushed);
  expect(results.map(({ status }) => status).toSorted()).toEqual(['accepted', 'retry', 'retry']);
  server.clock.advance(2 * HOUR_MS);
  expect(await till.decide(pushed[0]!, pushed[1]!)).toMatchObject([
    { status: 'accepted' },
    { status: 'accepted' },
  ]);
  expect(await accountSum(server.db, `member/${wallet.memberId}/copper-cup/bean`)).toBe(0);
});

test('so it does when it is pushed later than the sale, and by another device', async () => {
  const [till, wallet] = [await openTill(server), await joinedWallet(server)];
  const receipt = await ahead(DAY_MS + HOUR_MS, () => till.sell(memberOf(wallet)));
  const sale = await till.seal('earn', receipt);
  expect(await till.decide(sale)).toMatchObject([{ status: 'retry' }]);
  const taken = await till.takeBack(receipt);
  const [undo, copy] = [await till.seal('undo', taken), await wallet.seal('undo', taken)];
  expect(await till.decide(undo)).toMatchObject([{ status: 'retry' }]);
  expect(await wallet.decide(copy)).toMatchObject([{ status: 'retry' }]);
  server.clock.advance(2 * HOUR_MS);
  expect(await till.decide(sale, undo)).toMatchObject([{ status: 'accepted' }, { status: 'accepted' }]);
  expect(await wallet.decide(copy)).toMatchObject([{ status: 'accepted', code: 'already_known' }]);
  expect(await accountSum(server.db, `member/${wallet.memberId}/copper-cup/bean`)).toBe(0);
});

test('what takes back a sale that is refused on its day is refused with it, and waits no longer', async () => {
  const [till, wallet] = [await openTill(server), await joinedWallet(server)];
  const { shown, receipt } = await ahead(DAY_MS + HOUR_MS, async () => {
    const shown = await present(server, wallet, wallet.voucher, till.merchantId);
    return { shown, receipt: await till.redeem(shown) };
  });
  // As a server that was put back does: it has forgotten that it issued this voucher.
  await server.db.deleteFrom('voucher').where('member', '=', wallet.memberId).execute();
  const sale = await till.seal('redeem', shown, receipt);
  expect(await till.decide(sale)).toMatchObject([{ status: 'retry' }]);
  const taken = await till.takeBack(receipt);
  const [undo, copy] = [await till.seal('undo', taken), await wallet.seal('undo', taken)];
  expect(await till.decide(undo)).toMatchObject([{ status: 'retry' }]);
  server.clock.advance(2 * HOUR_MS);
  expect(await till.decide(sale)).toMatchObject([{ status: 'rejected', code: 'voucher_unknown' }]);
  expect(await till.decide(undo)).toMatchObject([{ status: 'rejected', code: 'sale_unknown' }]);
  expect(await wallet.decide(copy)).toMatchObject([{ status: 'rejected', code: 'sale_unknown' }]);
});

test('a sale of the month after next is refused for good', async () => {
  const [till, wallet] = [await openTill(server), await joinedWallet(server)];
  const receipt = await ahead(36 * DAY_MS + HOUR_MS, () => till.sell(memberOf(wallet)));
  const record = await till.seal('earn', receipt);
  expect(await till.decide(record)).toMatchObject([{ status: 'rejected', code: 'from_future' }]);
});
