import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAs } from '#protocol/open-message.ts';
import { VOUCHER } from '#protocol/voucher.ts';
import { accountSum, ledgerSums, staleBalances } from '../support/books.ts';
import { joinedWallet, memberOf, openTill, openWallet, present, type Till } from '../support/shop.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
});
afterAll(async () => {
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  expect(await staleBalances(server.db)).toEqual([]);
  await server.close();
});

test('joining gives the welcome voucher as a credential for this very device', async () => {
  const wallet = await joinedWallet(server);
  const voucher = openAs(VOUCHER, wallet.voucher);
  if (!voucher.ok) throw new Error(voucher.error.kind);
  expect(voucher.value.value).toMatchObject({
    kind: 'fixed',
    value: 200,
    minSpendMinor: 800,
    programmeVoucher: 'copper-cup/welcome-2',
    holderKey: wallet.signer.publicKey,
  });
});

test('a receipt brought by the wallet earns; brought again by the till it is known and earns nothing more', async () => {
  const wallet = await joinedWallet(server);
  const receipt = await till.sell(memberOf(wallet));
  const [first] = await wallet.decide(await wallet.seal('earn', receipt));
  expect(first).toMatchObject({ status: 'accepted' });
  expect(first).not.toHaveProperty('code');
  const [second] = await till.decide(await till.seal('earn', receipt));
  expect(second).toMatchObject({ status: 'accepted', code: 'already_known' });
  expect(await accountSum(server.db, `member/${wallet.memberId}/copper-cup/bean`)).toBe(10);
});

test('a receipt brought by the till reaches the wallet, with the balance that it made', async () => {
  const wallet = await joinedWallet(server);
  const receipt = await till.sell(memberOf(wallet));
  await till.decide(await till.seal('earn', receipt));
  const changes = await wallet.changes();
  expect(changes).toContainEqual({
    kind: 'receipt',
    cose: Buffer.from(receipt).toString('base64'),
    status: 'accepted',
  });
  expect(changes.at(-1)).toEqual({ kind: 'balance', programme: 'copper-cup', unit: 'bean', qty: 10 });
});

test('a receipt of another member is refused and can still be claimed by its own', async () => {
  const [wallet, thief] = [await joinedWallet(server), await joinedWallet(server)];
  const receipt = await till.sell(memberOf(wallet));
  expect(await thief.decide(await thief.seal('earn', receipt))).toMatchObject([
    { status: 'rejected', code: 'wrong_member' },
  ]);
  expect(await wallet.decide(await wallet.seal('earn', receipt))).toMatchObject([{ status: 'accepted' }]);
});

test('a bearer receipt belongs to the wallet that brings it first', async () => {
  const [first, second] = [await joinedWallet(server), await joinedWallet(server)];
  const receipt = await till.sell({ expiresAtS: Math.floor(server.clock.nowMs() / 1000) + 3600 });
  expect(await till.decide(await till.seal('earn', receipt))).toMatchObject([{ status: 'accepted' }]);
  expect(await first.decide(await first.seal('earn', receipt))).toMatchObject([{ status: 'accepted' }]);
  expect(await second.decide(await second.seal('earn', receipt))).toMatchObject([
    { status: 'rejected', code: 'already_claimed' },
  ]);
});

test('a redemption uses the voucher up and earns for its purchase', async () => {
  const wallet = await joinedWallet(server);
  const presentation = await present(server, wallet, wallet.voucher, till.merchantId);
  const receipt = await till.redeem(presentation);
  expect(await wallet.decide(await wallet.seal('redeem', presentation, receipt))).toMatchObject([
    { status: 'accepted' },
  ]);
  expect(await till.decide(await till.seal('redeem', presentation, receipt))).toMatchObject([
    { status: 'accepted', code: 'already_known' },
  ]);
  expect(await accountSum(server.db, `member/${wallet.memberId}/copper-cup/bean`)).toBe(8);
  const vouchers = await server.db
    .selectFrom('voucher')
    .selectAll()
    .where('member', '=', wallet.memberId)
    .execute();
  expect(vouchers).toHaveLength(1);
});

test('the second of two redemptions of one voucher is a conflict, booked once, heard by both sides', async () => {
  const other = await openTill(server);
  const wallet = await joinedWallet(server);
  const [here, there] = [
    await present(server, wallet, wallet.voucher, till.merchantId),
    await present(server, wallet, wallet.voucher, till.merchantId),
  ];
  const [first, second] = [await till.redeem(here), await other.redeem(there)];
  const loss = () => accountSum(server.db, 'offline-loss/copper-cup/EUR');
  const before = await loss();
  expect(await till.decide(await till.seal('redeem', here, first))).toMatchObject([{ status: 'accepted' }]);
  const late = await other.seal('redeem', there, second);
  expect(await other.decide(late)).toMatchObject([{ status: 'conflict', code: 'voucher_spent' }]);
  expect(await wallet.decide(await wallet.seal('redeem', there, second))).toMatchObject([
    { status: 'conflict' },
  ]);
  expect(await other.decide(late)).toMatchObject([{ status: 'conflict', code: 'voucher_spent' }]);
  expect((await loss()) - before).toBe(200);
  expect((await wallet.changes()).filter((change) => change.kind === 'receipt')).toMatchObject([
    { status: 'accepted' },
    { status: 'conflict', code: 'voucher_spent' },
  ]);
  expect(await accountSum(server.db, `member/${wallet.memberId}/copper-cup/bean`)).toBe(8);
});

test('two wallets of one voucher copy cannot present it: the credential names one key', async () => {
  const [wallet, thief] = [await joinedWallet(server), await openWallet(server)];
  const presentation = await present(server, thief, wallet.voucher, till.merchantId);
  const receipt = await till.redeem(presentation);
  expect(await till.decide(await till.seal('redeem', presentation, receipt))).toMatchObject([
    { status: 'rejected', code: 'bad_signature' },
  ]);
});

test('a till speaks for itself only, and cannot join programmes', async () => {
  const other = await openTill(server);
  const wallet = await joinedWallet(server);
  const receipt = await till.sell(memberOf(wallet));
  expect(await other.decide(await other.seal('earn', receipt))).toMatchObject([
    { status: 'rejected', code: 'wrong_terminal' },
  ]);
  const join = await other.seal('join', new TextEncoder().encode('copper-cup'));
  expect(await other.decide(join)).toMatchObject([{ status: 'rejected', code: 'wrong_role' }]);
});

test('joining again is known, and a programme that nobody runs is refused', async () => {
  const wallet = await joinedWallet(server);
  const again = await wallet.seal('join', new TextEncoder().encode('copper-cup'));
  expect(await wallet.decide(again)).toMatchObject([{ status: 'accepted', code: 'already_known' }]);
  const unknown = await wallet.seal('join', new TextEncoder().encode('moon-miles'));
  expect(await wallet.decide(unknown)).toMatchObject([{ status: 'rejected', code: 'programme_unknown' }]);
});

test('points that a purchase turns into a voucher leave the balance and arrive as a credential', async () => {
  const wallet = await joinedWallet(server);
  const facts = { kind: 'purchase' as const, lines: [{ amountMinor: 10_500, category: 'goods' }] };
  const receipt = await till.sell({ ...memberOf(wallet), facts, totalMinor: 10_500 });
  await wallet.decide(await wallet.seal('earn', receipt));
  const changes = await wallet.changes();
  expect(changes.filter((change) => change.kind === 'voucher')).toHaveLength(2);
  expect(changes).toContainEqual({ kind: 'balance', programme: 'copper-cup', unit: 'bean', qty: 5 });
  const rows = await server.db
    .selectFrom('voucher')
    .select(['id', 'voucher'])
    .where('member', '=', wallet.memberId)
    .execute();
  expect(rows.map((row) => row.voucher).toSorted()).toEqual(['five-off', 'welcome-2']);
  expect(new Set(rows.map((row) => row.id.slice(0, 4))).size).toBe(1);
});
