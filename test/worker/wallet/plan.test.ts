// Planning through the wallet as its window sees it, with a real server behind the line. Nothing asked may leave a trace.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bytesFromHex } from '#base/bytes.ts';
import type { Basket } from '#bridge/wallet-plan.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { DERIVED_TABLES } from '#storage/derived-tables.ts';
import { type Till, openTill } from '../../support/shop.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good } from '../../support/test-wallet.ts';
import { joinedWallet } from '../../support/wallet-line.ts';

const EUR = { code: 'EUR', exponent: 2 };
const euro = (amountMinor: number) => ({ amountMinor, currency: EUR });
const coffee = (amountMinor: number, merchantSlug = 'copper-cup'): Basket => ({
  merchantSlug,
  lines: [{ amountMinor, category: 'coffee' }],
});

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
});
afterAll(() => server.close());

async function everything(wallet: TestWallet): Promise<string> {
  const tables = await Promise.all(
    wallet.db.tables
      .filter(({ name }) => !DERIVED_TABLES.has(name))
      .map(async (table) => [table.name, await table.toArray()]),
  );
  return JSON.stringify(tables);
}

it('tells points, level and vouchers of a purchase, and keeps nothing of it', async () => {
  const { wallet } = await joinedWallet(server);
  await wallet.api.syncNow();
  const before = await everything(wallet);
  const { programmes } = await wallet.api.home('en');
  wallet.takeTopics();
  const told = good(await wallet.api.whatIf(coffee(16_000), 'en'));
  expect(told).toMatchObject({ total: euro(16_000), unanswered: [] });
  // 160 full euros, twice for coffee: 320 beans, of which 300 become three vouchers.
  expect(told.programmes).toMatchObject([
    {
      units: [{ unitId: 'bean', beforeQty: 0, earnedQty: 320, afterQty: 20 }],
      ladders: [{ moves: true, before: 'Guest', after: 'Friend', missingBefore: '€150.00' }],
      challenges: [{ ruleId: 'hundred', reached: true }],
      issued: [{ count: 3 }],
    },
  ]);
  good(await wallet.api.bestVouchers(coffee(16_000), 'en'));
  expect(await everything(wallet)).toBe(before);
  expect([...wallet.takeTopics()]).toEqual([]);
  expect((await wallet.api.home('en')).programmes).toEqual(programmes);
});

it('says soon that an absurd amount has no answer, and goes on answering', async () => {
  const { wallet } = await joinedWallet(server);
  for (const amountMinor of [10 ** 10, 10 ** 13, Number.MAX_SAFE_INTEGER]) {
    expect(good(await wallet.api.whatIf(coffee(amountMinor), 'en'))).toMatchObject({
      programmes: [],
      unanswered: [{ name: 'Copper Cup' }],
    });
    expect(good(await wallet.api.bestVouchers(coffee(amountMinor), 'en')).here).toEqual([]);
  }
  expect(good(await wallet.api.whatIf(coffee(1_000), 'en')).unanswered).toEqual([]);
});

it('says the same that the receipt of that purchase then gives', async () => {
  const { wallet } = await joinedWallet(server);
  const { memberId } = (await wallet.stores.meta.get('enrolment'))!;
  const lines = [
    { amountMinor: 1_250, category: 'coffee' },
    { amountMinor: 333, category: 'food' },
  ];
  const told = good(await wallet.api.whatIf({ merchantSlug: 'copper-cup', lines }, 'en'));
  const facts = { kind: 'purchase' as const, lines };
  const code = codeFromBytes(
    await till.sell({ memberId: bytesFromHex(memberId!)!, facts, totalMinor: 1_583 }),
  );
  const read = good(await wallet.api.readCode(code, 'en'));
  const given = read.kind === 'earned' ? read.entry.postings : [];
  expect(given.length).toBeGreaterThan(0);
  expect(told.programmes[0]!.postings.map(({ qty, rule, steps }) => ({ qty, rule, steps }))).toEqual(
    given.map(({ qty, rule, steps }) => ({ qty, rule, steps })),
  );
});

it('finds the best voucher, what the others lack, and what may be shown already', async () => {
  const { wallet } = await joinedWallet(server);
  const [waiting] = good(await wallet.api.bestVouchers(coffee(1_000), 'en')).here;
  expect(waiting!.vouchers).toMatchObject([{ ready: false }]);
  await wallet.api.syncNow();
  const [view] = await wallet.api.vouchers('en');
  const best = good(await wallet.api.bestVouchers(coffee(1_000), 'en'));
  expect(best).toMatchObject({ withoutVoucher: euro(1_000), almost: [], elsewhere: [], complete: true });
  expect(best.here).toMatchObject([
    {
      payable: euro(800),
      discount: euro(200),
      vouchers: [{ key: view!.key, ready: true }],
      // Eight full euros are left to pay: sixteen beans.
      earned: [{ qty: 16 }],
    },
  ]);
  const small = good(await wallet.api.bestVouchers(coffee(480), 'en'));
  expect(small).toMatchObject({ here: [], almost: [{ key: view!.key, missing: euro(320) }] });
});

it('does not count on a voucher that was shown at a till', async () => {
  const { wallet } = await joinedWallet(server);
  await wallet.api.syncNow();
  const [view] = await wallet.api.vouchers('en');
  good(await wallet.api.present(view!.key, 'en'));
  expect(good(await wallet.api.bestVouchers(coffee(1_000), 'en'))).toMatchObject({ here: [], almost: [] });
});

it('offers the merchants of joined programmes, with the last purchase there', async () => {
  const { wallet } = await joinedWallet(server);
  const { memberId } = (await wallet.stores.meta.get('enrolment'))!;
  expect((await wallet.api.planChoices('en')).merchants).toMatchObject([
    { slug: 'copper-cup', currency: EUR, categories: ['coffee', 'food', 'goods'], payMeans: [] },
  ]);
  good(
    await wallet.api.readCode(codeFromBytes(await till.sell({ memberId: bytesFromHex(memberId!)! })), 'en'),
  );
  const [merchant] = (await wallet.api.planChoices('en')).merchants;
  expect(merchant!.lastBasket).toMatchObject({ lines: [{ amountMinor: 1_000, category: 'food' }] });
});

it('reads any receipt as a basket without taking it, and nothing else', async () => {
  const { wallet } = await joinedWallet(server);
  const { wallet: other } = await joinedWallet(server);
  const { memberId } = (await other.stores.meta.get('enrolment'))!;
  const before = await everything(wallet);
  const code = codeFromBytes(await till.sell({ memberId: bytesFromHex(memberId!)! }));
  expect(good(await wallet.api.readBasket(code))).toEqual({
    merchantSlug: 'copper-cup',
    lines: [{ amountMinor: 1_000, category: 'food' }],
  });
  expect(await everything(wallet)).toBe(before);
  const pass = good(await other.api.pass());
  const expiresAtS = Math.floor(server.clock.nowMs() / 1_000) + 3_600;
  const elsewhere = codeFromBytes(await (await openTill(server, 'book-harbour')).sell({ expiresAtS }));
  const kinds = await Promise.all(
    [pass.text, 'LW1:ab', elsewhere].map(async (text) => {
      const read = await wallet.api.readBasket(text);
      return read.ok ? 'read' : read.error.kind;
    }),
  );
  expect(kinds).toEqual(['code_not_for_wallet', 'b45_char', 'nothing_joined_there']);
});

it('knows the last good day of what the member holds, and counts what lapses within a week', async () => {
  const { wallet } = await joinedWallet(server);
  await wallet.api.syncNow();
  const { items, looks } = await wallet.api.agenda('en');
  const [voucher] = await wallet.api.vouchers('en');
  expect(looks.map(({ programmeId }) => programmeId)).toEqual(['copper-cup']);
  const [item] = items.filter(({ kind }) => kind === 'voucher');
  expect(item).toMatchObject({ title: voucher!.title, atMs: voucher!.untilMs });
  // It ends at a midnight in Berlin: the day before is the last one.
  const berlin = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin' });
  expect(item!.day).toBe(berlin.format(voucher!.untilMs! - 1));
  expect(await wallet.api.lapsingThisWeek()).toBe(0);
  expect((await wallet.api.home('en')).lapsingThisWeek).toBe(0);
});

it('refuses what no till would take', async () => {
  const { wallet } = await joinedWallet(server);
  const kindOf = async (basket: Basket) => {
    const told = await wallet.api.whatIf(basket, 'en');
    return told.ok ? 'told' : told.error.kind;
  };
  const line = { amountMinor: 100, category: 'coffee' };
  const at = { merchantSlug: 'copper-cup' };
  expect(await kindOf(coffee(100, 'green-grocer'))).toBe('nothing_joined_there');
  expect(await kindOf({ ...at, lines: [] })).toBe('amount_missing');
  expect(await kindOf({ ...at, lines: [{ ...line, amountMinor: 0 }] })).toBe('amount_missing');
  expect(await kindOf({ ...at, lines: [{ ...line, amountMinor: 0.5 }] })).toBe('amount_missing');
  expect(await kindOf({ ...at, lines: Array.from({ length: 7 }, () => line) })).toBe('too_many_lines');
  expect(await kindOf({ ...at, lines: [{ ...line, category: 'tyres' }] })).toBe('category_unknown');
  expect(await kindOf({ ...at, lines: [line] })).toBe('told');
});
