// The stored fold of a member: whatever happens to it, balances and vouchers are those of the whole log.
import fc from 'fast-check';
import { sql, type KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadProgrammes } from '#loyalty/engine/load.ts';
import { enrolEvent, purchaseEvent } from '#loyalty/ledger/receipt-events.ts';
import copperCup from '#loyalty/programme/presets/copper-cup.json' with { type: 'json' };
import copperCupTexts from '#loyalty/programme/presets/copper-cup.texts.json' with { type: 'json' };
import greenGrocer from '#loyalty/programme/presets/green-grocer.json' with { type: 'json' };
import greenGrocerTexts from '#loyalty/programme/presets/green-grocer.texts.json' with { type: 'json' };
import type { Presentation } from '#loyalty/programme/presentation.ts';
import type { LoyaltyEvent, Programme } from '#loyalty/programme/types.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { inTransaction, type Tx } from '#server/db/transaction.ts';
import type { KnownProgramme } from '#server/push/directory.ts';
import { foldMember, LATE_EVENTS, type MemberFold, type Standing, WORTH_EVENTS } from '#server/push/fold.ts';
import { appendToLogs, readLog } from '#server/push/member-log.ts';
import { memberStandings } from '#server/push/member-standings.ts';
import { accountSum, ledgerSums, staleBalances } from '../support/books.ts';
import { joinedWallet, memberOf, openTill, type Till } from '../support/shop.ts';
import { openTestServer, random, START_MS, type TestServer } from '../support/test-server.ts';

const START_S = START_MS / 1000;
const NOW_MS = START_MS + 400 * 86_400_000;

function known(definition: unknown, presentation: unknown, merchants: readonly string[]): KnownProgramme {
  const loaded = loadProgrammes([definition as Programme]);
  if (!loaded.ok) throw new Error(loaded.error.kind);
  return {
    number: 1,
    merchants,
    definition: definition as Programme,
    presentation: presentation as Presentation,
    group: {
      programmeId: loaded.value[0]!.id,
      loaded: loaded.value,
      scopes: [{ programmeId: loaded.value[0]!.id, merchants }],
    },
  };
}

const PROGRAMMES: ReadonlyMap<string, KnownProgramme> = new Map([
  ['copper-cup', known(copperCup, copperCupTexts, ['copper-cup'])],
  ['green-grocer', known(greenGrocer, greenGrocerTexts, ['green-grocer', 'copper-cup'])],
]);

const sale = (memberId: string, index: number, atS: number): LoyaltyEvent =>
  purchaseEvent({
    receiptId: `r${String(index).padStart(6, '0')}`,
    atS,
    memberId,
    merchantSlug: index % 3 === 0 ? 'green-grocer' : 'copper-cup',
    facts: {
      lines: [{ amountMinor: 300 + ((index * 137) % 2000), category: ['coffee', 'food'][index % 2]! }],
    },
  });

const joins = (memberId: string, programmeId: string, atS: number): LoyaltyEvent =>
  enrolEvent({ recordId: `join-${programmeId}`, atMs: atS * 1000, memberId, programmeId });

function whole(events: readonly LoyaltyEvent[], id: string): ReadonlyMap<string, Standing> {
  return foldMember(PROGRAMMES, { events }, { id, nowMs: NOW_MS })!.standings;
}

describe('law: going on from a stored fold equals folding the whole log', () => {
  test('whatever arrives in whatever order, also joins of programmes and sales of long ago', () => {
    const arrivals = fc.tuple(
      fc.integer({ min: 0, max: 500 }),
      fc.array(fc.integer({ min: 0, max: 499 }), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 140 }), { minLength: 4, maxLength: 8 }),
    );
    let wentOn = 0;
    fc.assert(
      fc.property(arrivals, ([joinedLate, late, sizes]) => {
        const at = (index: number) => START_S + 1 + index * 3600;
        const inTime = Array.from({ length: 500 }, (_, index) => sale('m1', index, at(index)));
        const lateOnes = new Set(late);
        const second = joins('m1', 'green-grocer', at(joinedLate));
        const arriving = [
          joins('m1', 'copper-cup', START_S),
          ...inTime.flatMap((event, index) => [
            ...(lateOnes.has(index) ? [] : [event]),
            ...(index === joinedLate ? [second] : []),
          ]),
          ...late.filter((index, place) => late.indexOf(index) === place).map((index) => inTime[index]!),
        ];
        let kept: { readonly fold: MemberFold; readonly log: readonly LoyaltyEvent[] } | undefined;
        const log: LoyaltyEvent[] = [];
        for (let from = 0, step = 0; from < arriving.length; step++) {
          const to = from + sizes[step % sizes.length]!;
          log.push(...arriving.slice(from, to));
          from = to;
          const later = kept && log.filter((event) => isLater(event, kept!.fold));
          const fits = kept && later && kept.fold.events + later.length === log.length;
          const member = { id: 'm1', nowMs: NOW_MS };
          const gone = fits
            ? foldMember(PROGRAMMES, { kept: kept!.fold, events: later! }, member)
            : undefined;
          if (gone !== undefined) wentOn += 1;
          const folded = gone ?? foldMember(PROGRAMMES, { events: log }, member)!;
          expect(folded.standings).toEqual(whole(log, 'm1'));
          if (folded.next !== undefined) kept = { fold: folded.next, log: [...log] };
        }
      }),
      { numRuns: 15 },
    );
    expect(wentOn).toBeGreaterThan(15);
  });
});

function isLater({ at, id }: LoyaltyEvent, { floor }: MemberFold): boolean {
  const atMs = Date.parse(at);
  return atMs > floor.atMs || (atMs === floor.atMs && id > floor.id);
}

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

const HISTORY = 5000;

const append = (tx: Tx, memberId: string, ...events: readonly LoyaltyEvent[]) =>
  appendToLogs(
    tx,
    events.map((event) => ({ memberId, event })),
  );

/** Sales of the years before the test's present, straight into the log. */
async function liveALife(memberId: string, count = HISTORY): Promise<void> {
  await inTransaction(server.db, random, (tx) =>
    append(
      tx,
      memberId,
      ...Array.from({ length: count }, (_, index) =>
        sale(memberId, index, START_S - 400 - (count - index) * 10),
      ),
    ),
  );
}

/** A member of the first programme since before all that. */
async function memberWithALife(memberId: string, count = HISTORY): Promise<void> {
  await inTransaction(server.db, random, (tx) =>
    append(tx, memberId, joins(memberId, 'copper-cup', START_S - 400 - count * 10)),
  );
  await liveALife(memberId, count);
}

/** Stands of a member by the server's way, with the rows that were read on the way. */
async function stand(memberId: string, work: (tx: Tx) => Promise<unknown> = async () => undefined) {
  let rows = 0;
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      rows += result.rows.length;
      return result;
    },
  };
  const member = { id: memberId, nowMs: server.clock.nowMs() };
  const standings = await inTransaction(server.db.withPlugin(counting), random, async (tx) => {
    await work(tx);
    return memberStandings(tx, PROGRAMMES, member);
  });
  return { standings, rows };
}

async function expectWhole(memberId: string, standings: ReadonlyMap<string, Standing>): Promise<void> {
  const events = await server.db.transaction().execute((tx) => readLog(tx, memberId));
  const member = { id: memberId, nowMs: server.clock.nowMs() };
  expect(standings).toEqual(foldMember(PROGRAMMES, { events }, member)!.standings);
}

const foldRows = async (memberId: string) =>
  server.db.selectFrom('member_fold').selectAll().where('member', '=', memberId).execute();

describe('a member with a long history', () => {
  test('one more sale reads the newest events only', async () => {
    await memberWithALife('m-long');
    const first = await stand('m-long');
    expect(first.rows).toBeGreaterThan(HISTORY);
    const next = sale('m-long', HISTORY, START_S - 30);
    const second = await stand('m-long', (tx) => append(tx, 'm-long', next));
    expect(second.rows).toBeLessThan(LATE_EVENTS + WORTH_EVENTS + 5);
    await expectWhole('m-long', second.standings);
    expect(await foldRows('m-long')).toHaveLength(1);
  });

  test('a sale a little late is folded in its place, one of long ago makes the log be read', async () => {
    await memberWithALife('m-late', 600);
    await stand('m-late');
    const little = sale('m-late', 9001, START_S - 400 - 95);
    const late = await stand('m-late', (tx) => append(tx, 'm-late', little));
    expect(late.rows).toBeLessThan(LATE_EVENTS + WORTH_EVENTS + 5);
    await expectWhole('m-late', late.standings);
    const longAgo = sale('m-late', 9002, START_S - 400 - 5000);
    const old = await stand('m-late', (tx) => append(tx, 'm-late', longAgo));
    expect(old.rows).toBeGreaterThan(600);
    await expectWhole('m-late', old.standings);
  });

  test('a transaction that dies leaves neither event nor fold, and the next one is right', async () => {
    await memberWithALife('m-dies', 600);
    await stand('m-dies');
    const before = await foldRows('m-dies');
    const dying = inTransaction(server.db, random, async (tx) => {
      const more = Array.from({ length: 200 }, (_, index) => sale('m-dies', 700 + index, START_S - 50));
      await append(tx, 'm-dies', ...more);
      await memberStandings(tx, PROGRAMMES, { id: 'm-dies', nowMs: server.clock.nowMs() });
      throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    expect(await foldRows('m-dies')).toEqual(before);
    const after = await stand('m-dies', (tx) => append(tx, 'm-dies', sale('m-dies', 999, START_S - 40)));
    await expectWhole('m-dies', after.standings);
  });

  test.each([
    ['other bytes', sql`UPDATE member_fold SET body = '\\x00ff'`],
    ['a body cut short', sql`UPDATE member_fold SET body = substring(body from 1 for 2000)`],
    ['another format', sql`UPDATE member_fold SET format = 0`],
    ['a count that is not the log’s', sql`UPDATE member_fold SET events = events - 1`],
    ['a floor of its own', sql`UPDATE member_fold SET floor_ms = floor_ms - 20000`],
  ])('with %s in its stored fold is folded from the log', async (name, spoil) => {
    const id = `m-${name}`;
    await memberWithALife(id, 300);
    await stand(id);
    await spoil.execute(server.db);
    const next = await stand(id, (tx) => append(tx, id, sale(id, 9003, START_S - 30)));
    expect(next.rows).toBeGreaterThan(300);
    await expectWhole(id, next.standings);
    expect(await foldRows(id)).toMatchObject([{ events: 302 - LATE_EVENTS }]);
  });
});

describe('pushes of a member with a stored fold', () => {
  async function walletWithALife() {
    const wallet = await joinedWallet(server);
    // Before the wallet's own join: a member's older programme counts them, this one does not.
    await liveALife(wallet.memberId, 400);
    await till.decide(await till.seal('earn', await till.sell(memberOf(wallet))));
    const rows = await foldRows(wallet.memberId);
    expect(rows).toHaveLength(1);
    return wallet;
  }

  const beans = (memberId: string) => accountSum(server.db, `member/${memberId}/copper-cup/bean`);

  test('from both sides of the counter at once lose and double nothing', async () => {
    const wallet = await walletWithALife();
    const receipts = await Promise.all(Array.from({ length: 8 }, () => till.sell(memberOf(wallet))));
    const sealed = [];
    for (const receipt of receipts)
      sealed.push([await till.seal('earn', receipt), await wallet.seal('earn', receipt)] as const);
    await Promise.all(sealed.flatMap(([ours, theirs]) => [till.decide(ours), wallet.decide(theirs)]));
    expect(await beans(wallet.memberId)).toBe(90);
  });

  test('follow a new version of the programme at once', async () => {
    const wallet = await walletWithALife();
    const row = await server.db
      .selectFrom('programme')
      .select('definition')
      .where('id', '=', 'copper-cup')
      .executeTakeFirstOrThrow();
    const doubled = JSON.stringify(row.definition).replaceAll('"per":[100,1]', '"per":[50,1]');
    expect(doubled).not.toBe(JSON.stringify(row.definition));
    await server.db
      .updateTable('programme')
      .set({ definition: doubled })
      .where('id', '=', 'copper-cup')
      .execute();
    server.clock.advance(11_000);
    await till.decide(await till.seal('earn', await till.sell(memberOf(wallet))));
    expect(await beans(wallet.memberId)).toBe(40);
    const bucket = bucketOf(wallet.memberId);
    expect(await foldRows(wallet.memberId)).toMatchObject([{ bucket }]);
  });
});
