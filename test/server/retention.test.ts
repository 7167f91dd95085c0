// What the server drops with time, and what it must not: decisions, holders of claims, and news that nobody has heard.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SyncChange } from '#api/sync.ts';
import { LINK_LIFE_S } from '#protocol/device-link.ts';
import { createApp } from '#server/app.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { createPairingCode } from '#server/enrolment/pairing-code.ts';
import type { LogEntry } from '#server/log.ts';
import { createDeliveries } from '#server/push/deliveries.ts';
import { lockParticipants } from '#server/push/locks.ts';
import { CHANGES_KEPT_MS } from '#server/retention/prune-changes.ts';
import { retainAll, retainInTurn, retainOnce } from '#server/retention/retention.ts';
import { SETTLE_EVERY_MS } from '#server/retention/settle-members.ts';
import { admin } from '../support/admin.ts';
import { accountSum, ledgerSums, staleBalances } from '../support/books.ts';
import { sendLink } from '../support/member-phones.ts';
import { joinedWallet, memberOf, openTill, openWallet } from '../support/shop.ts';
import { newClient } from '../support/signed-client.ts';
import { openTestServer, random, type TestServer, untroubled } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  const opened = await openTestServer();
  const deps = { ...opened, random, txScope: 'bucket' as const, log: () => undefined };
  server = { ...opened, app: createApp(deps) };
});
afterAll(() => server.close());

const claimKinds = async () => {
  const { rows } = await sql<{ kind: string }>`SELECT DISTINCT kind FROM claim ORDER BY kind`.execute(
    server.db,
  );
  return rows.map(({ kind }) => kind);
};

test('claims of a push in steps go after five weeks; what they led to stays decided', async () => {
  const till = await openTill(server);
  const wallet = await joinedWallet(server);
  const receipt = await wallet.seal('earn', await till.sell(memberOf(wallet)));
  expect(await wallet.decide(receipt)).toMatchObject([{ status: 'accepted' }]);
  server.clock.advance(CHANGES_KEPT_MS - 1_000);
  expect(await retainOnce({ ...server, random, log: untroubled })).toMatchObject({ claims: 0 });
  expect(await claimKinds()).toEqual(['decided', 'earn', 'join', 'place']);
  server.clock.advance(2_000);
  expect(await retainOnce({ ...server, random, log: untroubled })).toMatchObject({ claims: 4 });
  expect(await claimKinds()).toEqual(['earn', 'join']);
  expect(await wallet.decide(receipt)).toEqual([{ id: receipt.id, status: 'accepted' }]);
  const other = await joinedWallet(server);
  expect(await other.decide({ ...receipt })).toMatchObject([{ status: 'rejected' }]);
});

test('what a dead server had decided reaches its device, once', async () => {
  const wallet = await joinedWallet(server);
  const bucket = bucketOf(wallet.memberId);
  const { device } = await server.db
    .selectFrom('member_device')
    .select('device')
    .where('member', '=', wallet.memberId)
    .executeTakeFirstOrThrow();
  const change = { kind: 'balance' as const, programme: 'copper-cup', unit: 'bean', qty: 7 };
  await inTransaction(server.db, random, async (tx) => {
    const { devices } = await lockParticipants(tx, { devices: [device], members: [] });
    const waiting = createDeliveries(bucket, devices, random);
    waiting.add(device, change);
    await waiting.flush(tx);
  });
  const heard = async () =>
    (await wallet.changes()).filter((each) => each.kind === 'balance' && each.qty === 7);
  expect(await heard()).toEqual([]);
  expect(await retainOnce({ ...server, random, log: untroubled })).toMatchObject({ deliveries: 1 });
  expect(await heard()).toEqual([change]);
  expect(await retainOnce({ ...server, random, log: untroubled })).toMatchObject({ deliveries: 0 });
});

test('what lapsed while a member did nothing is booked within a week, and told to their phones', async () => {
  const wallet = await openWallet(server);
  await wallet.decide(await wallet.seal('join', new TextEncoder().encode('verizon-up')));
  const account = `member/${wallet.memberId}/verizon-up/credit`;
  const told = async () =>
    (await server.db.selectFrom('change').select('body').orderBy('seq', 'desc').execute())
      .map(({ body }) => body as SyncChange)
      .filter((each) => each.kind === 'balance' && each.programme === 'verizon-up');
  expect(await accountSum(server.db, account)).toBe(1);
  server.clock.advance(200 * 86_400_000);
  expect(await retainOnce({ ...server, random, log: untroubled })).toMatchObject({
    standings: expect.any(Number),
  });
  expect(await accountSum(server.db, account)).toBe(0);
  expect(await told()).toMatchObject([{ unit: 'credit', qty: 0 }]);
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  expect(await staleBalances(server.db)).toEqual([]);
  server.clock.advance(SETTLE_EVERY_MS - 1);
  expect(await retainOnce({ ...server, random, log: untroubled })).toMatchObject({ standings: 0 });
});

describe('a log that cannot be folded, of an engine or a programme that has changed,', () => {
  async function spoiltMember() {
    const wallet = await joinedWallet(server);
    const { memberId: member } = wallet;
    const body = JSON.stringify({ id: 'x', type: 'purchase', at: 'never', member });
    const row = { bucket: bucketOf(member), member, id: 'x', body, at_ms: server.clock.nowMs() };
    await server.db.insertInto('member_event').values(row).execute();
    const mend = () => server.db.deleteFrom('member_event').where('id', '=', 'x').execute();
    return { wallet, mend };
  }

  test('keeps no other member from being settled, no job from its turn, and is told', async () => {
    const { mend } = await spoiltMember();
    const [before, after] = [await joinedWallet(server), await joinedWallet(server)];
    server.clock.advance(SETTLE_EVERY_MS);
    const said: LogEntry[] = [];
    await retainAll({ ...server, random, log: (entry) => void said.push(entry) });
    expect(said).toMatchObject([{ level: 'error', event: 'member_not_settled' }]);
    const settled = await server.db.selectFrom('member').select(['id', 'settled_at']).execute();
    for (const { memberId } of [before, after])
      expect(settled).toContainEqual({ id: memberId, settled_at: server.clock.nowMs() });
    await mend();
  });

  test('is held against no record: it waits until the log can be folded again', async () => {
    const { wallet, mend } = await spoiltMember();
    const till = await openTill(server);
    const sale = await till.seal('earn', await till.sell(memberOf(wallet)));
    expect(await till.decide(sale)).toMatchObject([{ status: 'retry' }]);
    await mend();
    expect(await till.decide(sale)).toMatchObject([{ status: 'accepted' }]);
  });
});

test('of many processes one has its turn, and the next when that has ended', async () => {
  const turns = async () => {
    const tries = [1, 2, 3, 4].map(() => retainInTurn({ ...server, random, log: untroubled }, 60_000));
    return (await Promise.all(tries)).filter((report) => report !== undefined).length;
  };
  expect(await turns()).toBe(1);
  server.clock.advance(59_000);
  expect(await turns()).toBe(0);
  server.clock.advance(1_000);
  expect(await turns()).toBe(1);
});

test('an operator may have it all done now, and is told how much that was', async () => {
  const { id: merchantId } = await server.db
    .selectFrom('merchant')
    .select('id')
    .limit(1)
    .executeTakeFirstOrThrow();
  await createPairingCode({ ...server, random }, { merchantId });
  expect((await admin(server, ['retention', 'run'])).printed).toContain('pairing_codes\t0');
  server.clock.advance(36 * 86_400_000);
  const { code, printed } = await admin(server, ['retention', 'run']);
  expect(code).toBe(0);
  expect(printed).toMatch(/changes\t[1-9]/);
  expect(printed).toMatch(/pairing_codes\t[1-9]/);
  expect((await admin(server, ['retention', 'run'])).printed).not.toMatch(/\t[1-9]/);
});

test('a word for a second phone that never came goes a day after it has lapsed, or with its member', async () => {
  const links = () => server.db.selectFrom('device_link').select('member').where('bucket', '>=', 0).execute();
  const [owner, erased] = [await joinedWallet(server), await joinedWallet(server)];
  for (const wallet of [owner, erased]) await sendLink(server, wallet, await newClient(server));
  await admin(server, ['member', 'erase', erased.memberId], { options: { reason: 'asked for it' } });
  expect(await links()).toEqual([{ member: owner.memberId }]);
  server.clock.advance((LINK_LIFE_S + 86_400) * 1000);
  expect(await retainOnce({ ...server, random, log: untroubled })).toMatchObject({ device_links: 0 });
  server.clock.advance(1_000);
  expect(await retainOnce({ ...server, random, log: untroubled })).toMatchObject({ device_links: 1 });
  expect(await links()).toEqual([]);
});
