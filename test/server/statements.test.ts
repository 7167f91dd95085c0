import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesFromText } from '#base/bytes.ts';
import { type MemberStatement, statementParts } from '#protocol/member-statement.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { WAIT_MS } from '#server/push/forgotten.ts';
import { onNewEpoch } from '../support/new-epoch.ts';
import { accountSum, ledgerSums, staleBalances } from '../support/books.ts';
import { forgetMembers } from '../support/forget-members.ts';
import { journalOf, openTill, openWallet, type Sealed, type Wallet } from '../support/shop.ts';
import { clientFor } from '../support/signed-client.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(async () => {
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  expect(await staleBalances(server.db)).toEqual([]);
  await server.close();
});

async function memberOf(programmeId: string): Promise<Wallet> {
  const wallet = await openWallet(server);
  await wallet.decide(await wallet.seal('join', bytesFromText(programmeId)));
  // Two events of one second have no order of their own.
  server.clock.advance(1_000);
  return wallet;
}

function seal(wallet: Wallet, statement: MemberStatement): Promise<Sealed> {
  return wallet.seal(statement.kind, ...statementParts(statement));
}

const claim = (rewardId: string): MemberStatement => ({ kind: 'claim', programmeId: 'verizon-up', rewardId });
const ride = (metres: number): MemberStatement => ({
  kind: 'report',
  programmeId: 'green',
  action: 'bike_commute',
  quantity: metres,
});

async function told(wallet: Wallet, statement: MemberStatement): Promise<string> {
  const [result] = await wallet.decide(await seal(wallet, statement));
  return result!.code ?? result!.status;
}

const balance = ({ memberId }: Wallet, unit: string) => accountSum(server.db, `member/${memberId}/${unit}`);

test('a claim that the balance covers is granted and paid from it; the next one is refused with its reason', async () => {
  const wallet = await memberOf('verizon-up');
  expect(await balance(wallet, 'verizon-up/credit')).toBe(1);
  expect(await told(wallet, claim('stream'))).toBe('accepted');
  expect(await balance(wallet, 'verizon-up/credit')).toBe(0);
  expect(await told(wallet, claim('movie'))).toBe('reward_unaffordable');
  expect(await balance(wallet, 'verizon-up/credit')).toBe(0);
});

test('the same record sent twice is one claim, however long after', async () => {
  const wallet = await memberOf('verizon-up');
  const record = await seal(wallet, claim('stream'));
  const first = await wallet.decide(record);
  const rows = await server.rowCounts();
  expect(await wallet.decide(record)).toEqual(first);
  expect(await server.rowCounts()).toEqual(rows);
});

test('of a scarce reward only so many are given away, over all members, also when they ask at once', async () => {
  const wallets = await Promise.all([1, 2, 3, 4].map(() => memberOf('verizon-up')));
  const answers = await Promise.all(wallets.map((wallet) => told(wallet, claim('super-ticket'))));
  expect(answers.toSorted()).toEqual(['accepted', 'accepted', 'reward_out_of_stock', 'reward_out_of_stock']);
  const spent = await Promise.all(wallets.map((wallet) => balance(wallet, 'verizon-up/credit')));
  expect(spent.toSorted()).toEqual([0, 0, 1, 1]);
});

test('a claim of what nobody offers, in a programme not joined, or by a till, is refused', async () => {
  const wallet = await memberOf('verizon-up');
  expect(await told(wallet, claim('moon-flight'))).toBe('reward_unknown');
  expect(await told(wallet, { ...claim('stream'), programmeId: 'moon-miles' } as MemberStatement)).toBe(
    'programme_unknown',
  );
  expect(await told(await openWallet(server), claim('stream'))).toBe('not_joined');
  const till = await openTill(server);
  const [fromTill] = await till.decide(await till.seal('claim', ...statementParts(claim('stream'))));
  expect(fromTill).toMatchObject({ status: 'rejected', code: 'wrong_role' });
});

test('a claim that arrives late takes nothing from under one that was granted', async () => {
  const wallet = await memberOf('verizon-up');
  const early = await seal(wallet, claim('movie'));
  server.clock.advance(60_000);
  expect(await told(wallet, claim('stream'))).toBe('accepted');
  expect((await wallet.decide(early))[0]).toMatchObject({ status: 'rejected', code: 'reward_unaffordable' });
  expect(await balance(wallet, 'verizon-up/credit')).toBe(0);
});

test('a reported ride earns up to the cap of the day and no further, and earns again on the next', async () => {
  const wallet = await memberOf('green');
  expect(await told(wallet, ride(8_000))).toBe('accepted');
  expect(await balance(wallet, 'green/leaf')).toBe(24);
  expect(await told(wallet, ride(500_000))).toBe('accepted');
  expect(await balance(wallet, 'green/leaf')).toBe(60);
  server.clock.advance(DAY_MS);
  expect(await told(wallet, ride(1_000))).toBe('accepted');
  expect(await balance(wallet, 'green/leaf')).toBe(63);
});

test('an activity that nobody takes on a member’s word is refused; one from the day after tomorrow waits for its day', async () => {
  const wallet = await memberOf('green');
  expect(await told(wallet, { ...ride(1), action: 'dispute_upheld' } as MemberStatement)).toBe(
    'activity_unknown',
  );
  server.clock.advance(2 * DAY_MS);
  const record = await seal(wallet, ride(1_000));
  server.clock.advance(-2 * DAY_MS);
  expect(await wallet.decide(record)).toEqual([{ id: record.id, status: 'retry' }]);
  server.clock.advance(2 * DAY_MS);
  expect(await wallet.decide(record)).toMatchObject([{ status: 'accepted' }]);
  server.clock.advance(36 * DAY_MS);
  const nextYear = await seal(wallet, ride(1_000));
  server.clock.advance(-36 * DAY_MS);
  expect(await wallet.decide(nextYear)).toMatchObject([{ status: 'rejected', code: 'from_future' }]);
});

const birthday = (value: string, attribute = 'birthday'): MemberStatement => ({
  kind: 'profile',
  programmeId: 'starbucks',
  attribute,
  value,
});

test('a birthday is taken once a year; changed in the same year it is refused, and the first word stays', async () => {
  const wallet = await memberOf('starbucks');
  expect(await told(wallet, birthday('--05-15'))).toBe('accepted');
  server.clock.advance(DAY_MS);
  expect(await told(wallet, birthday('--11-24'))).toBe('attribute_limit');
  // The join and the birthday, for the member's other phones; the refused one is nobody's news.
  expect((await wallet.changes()).filter(({ kind }) => kind === 'record')).toHaveLength(2);
  server.clock.advance(365 * DAY_MS);
  expect(await told(wallet, birthday('--11-24'))).toBe('accepted');
});

test('nothing is told to a programme that does not read it, was not joined, or hears it from a till', async () => {
  const wallet = await memberOf('starbucks');
  expect(await told(wallet, birthday('--05-15', 'wedding'))).toBe('attribute_unknown');
  expect(await told(wallet, { ...birthday('--05-15'), programmeId: 'green' } as MemberStatement)).toBe(
    'attribute_unknown',
  );
  expect(await told(await openWallet(server), birthday('--05-15'))).toBe('not_joined');
  const till = await openTill(server);
  const [fromTill] = await till.decide(await till.seal('profile', ...statementParts(birthday('--05-15'))));
  expect(fromTill).toMatchObject({ status: 'rejected', code: 'wrong_role' });
});

test('a birthday that is dated back more than 35 days is refused: nobody has the changes of all years at once', async () => {
  const wallet = await memberOf('starbucks');
  const early = await seal(wallet, birthday('--05-15'));
  server.clock.advance(36 * DAY_MS);
  expect(await wallet.decide(early)).toMatchObject([{ status: 'rejected', code: 'told_late' }]);
});

test('what a programme takes since a moment ago is not refused for good', async () => {
  const programme = server.db.selectFrom('programme').select('presentation').where('id', '=', 'green');
  const { presentation } = await programme.executeTakeFirstOrThrow();
  const publish = async (published: object) => {
    const value = JSON.stringify(published);
    await server.db.updateTable('programme').set({ presentation: value }).where('id', '=', 'green').execute();
  };
  await publish({ ...presentation, activities: {} });
  server.clock.advance(11_000);
  const wallet = await memberOf('green');
  expect(await told(wallet, ride(7_000))).toBe('activity_unknown');
  await publish(presentation);
  expect(await told(wallet, ride(7_000))).toBe('accepted');
});

/** By a clock that is so far ahead, or behind. */
async function sealedAhead(byMs: number, work: () => Promise<Sealed>): Promise<Sealed> {
  server.clock.advance(byMs);
  const sealed = await work();
  server.clock.advance(-byMs);
  return sealed;
}

test('who joins today cannot report the rides of all years before', async () => {
  const wallet = await openWallet(server);
  const join = (aheadMs: number) => sealedAhead(aheadMs, () => wallet.seal('join', bytesFromText('green')));
  const report = (aheadMs: number) => sealedAhead(aheadMs, () => seal(wallet, ride(7_000)));
  const late = { status: 'rejected', code: 'told_late' };
  expect(await wallet.decide(await join(-1_100 * DAY_MS))).toMatchObject([late]);
  expect(await wallet.decide(await join(-34 * DAY_MS))).toMatchObject([{ status: 'accepted' }]);
  expect(await wallet.decide(await report(-36 * DAY_MS), await report(-33 * DAY_MS))).toMatchObject([
    late,
    { status: 'accepted' },
  ]);
  expect(
    await wallet.decide(await sealedAhead(-36 * DAY_MS, () => seal(wallet, claim('any')))),
  ).toMatchObject([late]);
});

test('of many statements on a long log some wait for another push, and all are decided in the end', async () => {
  const wallet = await memberOf('green');
  const { memberId: member } = wallet;
  const rows = Array.from({ length: 5_000 }, (_, index) => {
    const atMs = server.clock.nowMs() + index * 1_000;
    const event = {
      id: `ride ${index}`,
      at: instantFromSeconds(Math.floor(atMs / 1_000)),
      type: 'activity',
      action: 'bike_commute',
      programme: 'green',
      quantity: 10,
      member,
    };
    return { bucket: bucketOf(member), member, id: event.id, body: JSON.stringify(event), at_ms: atMs };
  });
  for (let from = 0; from < rows.length; from += 500)
    await server.db
      .insertInto('member_event')
      .values(rows.slice(from, from + 500))
      .execute();
  server.clock.advance(rows.length * 1_000);
  const rides = [];
  for (let count = 0; count < 60; count++) {
    server.clock.advance(1_000);
    rides.push(await seal(wallet, ride(100)));
  }
  const decided = await wallet.decide(...rides);
  expect(decided.filter(({ status }) => status === 'accepted')).toHaveLength(50);
  const waiting = rides.filter((_, index) => decided[index]!.status === 'retry');
  expect(await wallet.decide(...waiting)).toEqual(waiting.map(({ id }) => ({ id, status: 'accepted' })));
}, 60_000);

test('a member for a year may join by a clock that is behind by less than that year', async () => {
  const wallet = await openWallet(server);
  server.clock.advance(365 * DAY_MS);
  const back = await sealedAhead(-300 * DAY_MS, () => wallet.seal('join', bytesFromText('green')));
  expect(await wallet.decide(back)).toMatchObject([{ status: 'accepted' }]);
});

test('a join of the day after tomorrow waits for it; one of next year is refused, and may be said again', async () => {
  const [soon, far] = [await openWallet(server), await openWallet(server)];
  const join = (wallet: Wallet, aheadMs: number) =>
    sealedAhead(aheadMs, () => wallet.seal('join', bytesFromText('green')));
  const early = await join(soon, 2 * DAY_MS);
  expect(await soon.decide(early)).toMatchObject([{ status: 'retry' }]);
  expect(await far.decide(await join(far, 365 * DAY_MS))).toMatchObject([
    { status: 'rejected', code: 'from_future' },
  ]);
  expect(await far.decide(await join(far, 0))).toMatchObject([{ status: 'accepted' }]);
  server.clock.advance(2 * DAY_MS);
  expect(await soon.decide(early)).toMatchObject([{ status: 'accepted' }]);
});

describe.each(['all', 'bucket'] as const)(
  'a server that was restored, with transactions for %s',
  (txScope) => {
    /** The same shops on a new epoch, and nobody has ever been a customer. */
    async function restored(): Promise<TestServer> {
      await forgetMembers(server.db);
      return onNewEpoch(server, txScope);
    }

    const toldAt = async (now: TestServer, wallet: Wallet, record: Sealed) => {
      const [result] = await journalOf(now, clientFor(now, wallet.signer)).decide(record);
      return result!.code ?? result!.status;
    };

    test('waits a week for what a claim rests on, and then decides', async () => {
      const wallet = await openWallet(server);
      const join = await wallet.seal('join', bytesFromText('verizon-up'));
      await wallet.decide(join);
      server.clock.advance(1_000);
      const [first, second] = [await seal(wallet, claim('stream')), await seal(wallet, claim('movie'))];
      const now = await restored();
      expect(await toldAt(now, wallet, first)).toBe('retry');
      expect(await toldAt(now, wallet, join)).toBe('accepted');
      expect(await toldAt(now, wallet, first)).toBe('accepted');
      // Its one point is spent, as far as this server remembers.
      expect(await toldAt(now, wallet, second)).toBe('retry');
      server.clock.advance(WAIT_MS);
      expect(await toldAt(now, wallet, second)).toBe('reward_unaffordable');
      expect(await toldAt(now, wallet, second)).toBe('reward_unaffordable');
    });

    test('refuses at once what no memory could cure', async () => {
      const wallet = await openWallet(server);
      const join = await wallet.seal('join', bytesFromText('verizon-up'));
      server.clock.advance(1_000);
      const record = await seal(wallet, claim('moon-flight'));
      const now = await restored();
      expect(await toldAt(now, wallet, join)).toBe('accepted');
      expect(await toldAt(now, wallet, record)).toBe('reward_unknown');
    });
  },
);
