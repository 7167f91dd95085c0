// What support can say of a member's voucher that a shop took and that does not count.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { admin } from '../../support/admin.ts';
import { openFaultyDatabase } from '../../support/faulty-database.ts';
import { joinedWallet, memberOf, openTill, present, type Wallet } from '../../support/shop.ts';
import { openTestServer, type TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

async function disputesOf({ memberId }: Wallet) {
  const { printed } = await admin(server, ['member', 'disputes', memberId.slice(0, 12)]);
  return JSON.parse(printed) as { readonly usedTwice: object[]; readonly refusedAtTills: object[] };
}

const AT = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);

test('a voucher used twice: both uses, whose counted, and what the other one cost', async () => {
  const [till, other] = [await openTill(server), await openTill(server)];
  const [wallet, neighbour] = [await joinedWallet(server), await joinedWallet(server)];
  const here = await present(server, wallet, wallet.voucher, till.merchantId);
  const first = await till.redeem(here);
  server.clock.advance(5_000);
  const there = await present(server, wallet, wallet.voucher, other.merchantId);
  const second = await other.redeem(there);
  await till.decide(await till.seal('redeem', here, first));
  expect(await other.decide(await other.seal('redeem', there, second))).toMatchObject([
    { status: 'conflict' },
  ]);
  const { usedTwice, refusedAtTills } = await disputesOf(wallet);
  const money = { givenMinor: 200, currency: 'EUR' };
  expect(usedTwice).toEqual([
    {
      voucher: expect.stringMatching(/^[0-9a-f]{24}$/),
      programme: 'copper-cup',
      kind: expect.any(String),
      use: 1,
      stated: [
        { at: AT, till: expect.stringMatching(/^copper-cup\/1 /), counted: true, lostMinor: 0, ...money },
        { at: AT, till: expect.stringMatching(/^copper-cup\/2 /), counted: false, lostMinor: 200, ...money },
      ],
    },
  ]);
  expect(refusedAtTills).toEqual([
    {
      till: expect.stringMatching(/^copper-cup\/2 /),
      kind: 'redeem',
      status: 'conflict',
      code: 'voucher_spent',
      occurred: AT,
      received: AT,
    },
  ]);
  expect(await disputesOf(neighbour)).toMatchObject({ usedTwice: [], refusedAtTills: [] });
});

test('what a till brought and was refused, though the phone never brought it', async () => {
  const [till, other] = [await openTill(server), await openTill(server)];
  const wallet = await joinedWallet(server);
  const receipt = await till.sell(memberOf(wallet));
  await other.decide(await other.seal('earn', receipt));
  expect((await disputesOf(wallet)).refusedAtTills).toMatchObject([
    { kind: 'earn', status: 'rejected', code: 'wrong_terminal' },
  ]);
  const shown = JSON.parse((await admin(server, ['member', 'show', wallet.memberId.slice(0, 12)])).printed);
  expect(JSON.stringify(shown)).not.toContain('wrong_terminal');
});

test('every look begins with a bucket, and none reads all of them', async () => {
  const wallet = await joinedWallet(server);
  const recorded = openFaultyDatabase(server.databaseUrl);
  await admin({ ...server, db: recorded.db }, ['member', 'disputes', wallet.memberId.slice(0, 12)]);
  await recorded.db.destroy();
  const ofMembers = recorded.statements.filter((each) =>
    /\bfrom "?(event|redemption|claim|voucher|device|member_device)\b/i.test(each),
  );
  expect(ofMembers.length).toBeGreaterThan(3);
  for (const statement of ofMembers) expect(statement).toMatch(/where\s+(\w+\.)?"?bucket"? (=|in)/i);
});
