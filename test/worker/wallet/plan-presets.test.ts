// What a purchase would give in published programmes, computed by hand from their rules.
import { expect, test } from 'vitest';
import type { ProgrammeWhatIf } from '#bridge/wallet-plan.ts';
import type { Supposed } from '#worker/wallet/hypothesis.ts';
import { payMeansOf } from '#worker/wallet/plan-pay-means.ts';
import { programmeWhatIf, whatIfView } from '#worker/wallet/plan-what-if.ts';
import { type PublishedWorld, publishedWorld } from '../../support/published-world.ts';

function asked({ world, joined, hypothesis }: PublishedWorld, purchase: Supposed): ProgrammeWhatIf {
  return programmeWhatIf(world, joined, { hypothesis, purchase })!;
}

const line = (amount: number, cat: string, store?: string) => [
  { id: 'l1', amount, cat, ...(store === undefined ? {} : { store }) },
];

test('Starbucks: the fifth coffee of the week completes the challenge; the card doubles the stars', () => {
  const coffees = [16, 17, 18, 19].map((day) => ({
    id: `c${day}`,
    at: `2026-11-${day}T09:00:00-08:00`,
    merchant: 'starbucks',
    payWith: 'cash',
    lines: line(400, 'coffee'),
  }));
  const join = { id: 'join', at: '2026-01-01T09:00:00-08:00', type: 'enrol', programme: 'starbucks' };
  const at = publishedWorld('starbucks', '2026-11-20T12:00:00-08:00', [join, ...coffees]);
  expect(payMeansOf(at.joined.programme.definition)).toEqual(['sbux-card']);
  const told = asked(at, {
    type: 'purchase',
    merchant: 'starbucks',
    payWith: 'sbux-card',
    lines: line(500, 'coffee'),
  });
  // 4 x 4.00 in cash: 16 stars. 5.00 by card: 10 stars, and 25 for five coffees.
  expect(told.units).toMatchObject([
    { unitId: 'star', scale: 2, beforeQty: 1_600, earnedQty: 3_500, afterQty: 5_100 },
  ]);
  expect(told.postings.map(({ qty, steps }) => [qty, steps.map(({ text }) => text).join(' ')])).toEqual([
    [1_000, '$5.00 $0.01 → 0.01 × 2 (sbux-card) = 10'],
    [2_500, '25 = 25'],
  ]);
  expect(told.challenges).toEqual([
    {
      ruleId: 'five-a-week',
      name: 'Coffees this week',
      before: '4',
      after: '5',
      goal: '5',
      shareBefore: 800,
      shareAfter: 1_000,
      reached: true,
    },
  ]);
});

test('Nordstrom: the purchase that reaches 2,000 points turns them into a Note', () => {
  const bought = {
    id: 'p1',
    at: '2026-11-01T12:00:00-08:00',
    family: 'nordstrom',
    payWith: 'cash',
    lines: line(199_000, 'clothes'),
  };
  const at = publishedWorld('nordstrom', '2026-11-20T12:00:00-08:00', [bought]);
  const told = asked(at, {
    type: 'purchase',
    family: 'nordstrom',
    payWith: 'nordstrom-card',
    lines: line(1_000, 'clothes'),
  });
  // 1,990 points; 10.00 by card is 30 more: 2,020, of which 2,000 become the Note.
  expect(told.units).toMatchObject([{ unitId: 'np', beforeQty: 1_990, earnedQty: 30, afterQty: 20 }]);
  expect(told.issued).toEqual([{ title: 'Nordstrom Note of $20', count: 1 }]);
  expect(told.challenges).toMatchObject([
    { ruleId: 'note', shareBefore: 995, reached: true, goal: '2,000 points' },
  ]);
});

test('Baman: the share depends on the shop', () => {
  const at = publishedWorld('baman', '2026-11-20T12:00:00+03:30', []);
  const manex = (merchant: string) =>
    asked(at, { type: 'purchase', network: 'baman', merchant, lines: line(1_000_000, 'any') }).units[0]!
      .earnedQty;
  // 1,000,000 rials are 10,000 hundreds: 5 percent of them at the book shop, 2 in the taxi, 1 elsewhere.
  expect([manex('book'), manex('taxi'), manex('cinema')]).toEqual([500, 200, 100]);
});

test('AAdvantage: one flight may reach a level, and the next one is then told', () => {
  const flown = {
    id: 'f1',
    at: '2026-04-01T12:00:00-05:00',
    type: 'flight',
    carrier: 'AA',
    lines: line(580_000, 'fare'),
  };
  const at = publishedWorld('aadvantage', '2026-11-20T12:00:00-06:00', [flown]);
  const told = asked(at, { type: 'flight', carrier: 'AA', lines: line(20_000, 'fare') });
  // 5 per dollar: 29,000 points before, 1,000 more make the 30,000 of Gold; Platinum needs 75,000.
  expect(told.ladders).toEqual([
    {
      ladderId: 'aa',
      moves: true,
      after: 'Gold',
      missingBefore: '1,000 Loyalty Points',
      next: { name: 'Platinum', missing: '45,000 Loyalty Points' },
    },
  ]);
});

test('88VIP: five percent off by itself; the score moves only on the 8th', () => {
  const at = publishedWorld('alibaba-88', '2026-11-20T12:00:00+08:00', [
    { id: 'vip', at: '2026-02-01T12:00:00+08:00', type: 'buy', reward: 'vip-year', paid: 88_800 },
  ]);
  const told = asked(at, {
    type: 'purchase',
    platform: 'tmall',
    merchant: 'tmall-supermarket',
    lines: line(10_000, 'food', 'tmall-supermarket'),
  });
  // 100.00 less 5 percent: 95 points at one per yuan.
  expect(told.discount).toEqual({ amountMinor: 500, currency: { code: 'CNY', exponent: 2 } });
  expect(told.units).toMatchObject([{ unitId: 'tmallpt', earnedQty: 95 }]);
  expect(told.ladders).toEqual([]);
});

test('88VIP: the Taoqi value stands until the 8th; then the purchase counts', () => {
  const at = publishedWorld('alibaba-88', '2026-11-22T12:00:00+08:00', [
    {
      id: 'p1',
      at: '2026-10-01T12:00:00+08:00',
      platform: 'tmall',
      merchant: 'tmall-supermarket',
      lines: line(100_000, 'food', 'tmall-supermarket'),
    },
  ]);
  const buy = (amount: number) =>
    asked(at, {
      type: 'purchase',
      platform: 'tmall',
      merchant: 'tmall-supermarket',
      lines: line(amount, 'shoes', 'tmall-supermarket'),
    });
  // 20 for 1,000 yuan, 20 for one category, 300 for a good name. 5,000 yuan of another category: 100 and 20 more.
  expect(buy(500_000)).toMatchObject({
    ladders: [],
    scores: [
      {
        scoreId: 'taoqi',
        name: 'Taoqi value',
        before: '340',
        after: '460',
        computedMs: Date.parse('2026-12-08T00:00:00+08:00'),
      },
    ],
  });
  expect(buy(500_000).scores[0]).not.toHaveProperty('reaches');
  // 40,000 yuan: 800 and 20 more, which is beyond 1,000.
  expect(buy(4_000_000).scores).toMatchObject([{ after: '1,160', reaches: 'Super' }]);
});

test('while the balance is worked out nothing is told of it, and it is said whose answer is to come', () => {
  const { world, joined } = publishedWorld('baman', '2026-11-22T12:00:00+03:30', []);
  const waiting = { ...joined, unsettled: {} };
  const basket = { merchantSlug: 'book', lines: [{ amountMinor: 1_000_000, category: 'book' }] };
  const currency = { code: 'IRR', exponent: 0 as const };
  const merchant = { id: 'b1', slug: 'book', name: 'Book', currency, categories: ['book'] };
  const checked = { basket, merchant, joined: [waiting], totalMinor: 1_000_000, atMs: world.nowMs };
  const told = whatIfView(world, checked);
  expect(told).toMatchObject({
    programmes: [],
    unanswered: [],
    waiting: [{ look: { programmeId: 'baman' }, unsettled: {} }],
  });
});
