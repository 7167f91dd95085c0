// src/loyalty/README.md, "Pricing": stages, groups, eligible lines; the order in which points are checked.
import { describe, expect, test } from 'vitest';
import type { EventOutcome } from '#loyalty/engine/outcome.ts';
import type { Pay, Voucher } from '#loyalty/programme/types.ts';
import { programme, tell, type Written } from './tiny.ts';

function shop(vouchers: readonly Voucher[]) {
  return programme({
    scope: { where: { merchant: 'shop' } },
    vouchers,
    rules: [
      {
        id: 'give',
        on: { type: 'activity' },
        do: vouchers
          .filter((voucher) => voucher.auto === undefined)
          .map(({ id }) => ({ issue: { voucher: id } })),
      },
    ],
  });
}

const ALWAYS = { ge: [1, 1] } as const;

function price(vouchers: readonly Voucher[], purchase: Partial<Written>): EventOutcome {
  const given = { id: 'g', at: '02-01', type: 'activity', merchant: 'shop' };
  return tell(shop(vouchers), [given, { id: 'p', at: '02-10', merchant: 'shop', ...purchase }]).of('p');
}

describe('vouchers', () => {
  test('stages go up, whatever the order of declaration and presentation', () => {
    const list: Voucher[] = [
      { id: 'late', off: { fix: 100 }, stage: 30 },
      { id: 'early', off: { pct: 5000 }, stage: 10 },
    ];
    expect(price(list, { amount: 1000, use: ['late', 'early'] })).toMatchObject({
      discounts: { early: 500, late: 100 },
      payable: 400,
    });
  });

  test('of a group only the largest discount, ties to the one declared first; the loser stays live and is reported', () => {
    const list: Voucher[] = [
      { id: 'first', off: { fix: 100 }, group: 'g' },
      { id: 'same', off: { pct: 1000 }, group: 'g' },
      { id: 'auto', auto: ALWAYS, off: { fix: 50 }, group: 'g' },
    ];
    expect(price(list, { amount: 1000, use: ['same', 'first'] })).toEqual({
      discounts: { first: 100 },
      discount: 100,
      payable: 900,
      rejected: [['same', 'group']],
    });
  });

  test('groups of different stages do not compete', () => {
    const list: Voucher[] = [
      { id: 'a', auto: ALWAYS, off: { fix: 100 }, group: 'g', stage: 10 },
      { id: 'b', auto: ALWAYS, off: { fix: 50 }, group: 'g', stage: 20 },
    ];
    expect(price(list, { amount: 1000 }).discount).toBe(150);
  });

  test('a minimum looks at what earlier stages left of the eligible lines, or at list prices', () => {
    const list: Voucher[] = [
      { id: 'half', auto: ALWAYS, off: { pct: 5000 }, stage: 10 },
      { id: 'running', off: { fix: 10 }, min: 501, stage: 20 },
      { id: 'list', off: { fix: 10 }, min: 1000, minOn: 'list', stage: 30 },
    ];
    expect(price(list, { amount: 1000, use: ['running', 'list'] })).toMatchObject({
      discounts: { half: 500, list: 10 },
      rejected: [['running', 'min']],
    });
  });

  test('a percentage is floored per line, a cap limits the sum', () => {
    const lines = [
      { id: 'x', amount: 199 },
      { id: 'y', amount: 199 },
    ];
    expect(price([{ id: 'v', off: { pct: 1000 } }], { lines, use: ['v'] }).discount).toBe(38);
    expect(price([{ id: 'v', off: { pct: 1000 }, cap: 30 }], { lines, use: ['v'] }).discount).toBe(30);
  });

  test('a fixed discount never goes below zero and is not cashed out', () => {
    expect(price([{ id: 'v', off: { fix: 5000 } }], { amount: 700, use: ['v'] })).toMatchObject({
      discount: 700,
      payable: 0,
    });
  });

  test('every threshold counts, at most so many times, over at least so many stores', () => {
    const voucher: Voucher = { id: 'v', off: { fix: 40 }, every: 300, maxTimes: 3, stores: 2, auto: ALWAYS };
    const basket = (a: number, b: number) => [
      { id: 'x', amount: a, store: 's1' },
      { id: 'y', amount: b, store: 's2' },
    ];
    expect(price([voucher], { lines: basket(300, 350) }).discount).toBe(80);
    expect(price([voucher], { lines: basket(3000, 350) }).discount).toBe(120);
    expect(price([voucher], { lines: basket(200, 99) }).discount).toBeUndefined();
    expect(price([voucher], { lines: [{ id: 'x', amount: 900, store: 's1' }] }).discount).toBeUndefined();
  });

  test.each<[string, Partial<Voucher>, Partial<Written>, string]>([
    ['none: nobody has one', {}, { use: ['v', 'v'], amount: 100 }, 'none'],
    ['none: it has ended', { until: '2020-02-10T00:00:00Z' }, { use: ['v'], amount: 100 }, 'none'],
    ['scope: another merchant', {}, { use: ['v'], amount: 100, merchant: 'other' }, 'scope'],
    [
      'where: the place is wrong',
      { at: { where: { channel: 'app' } } },
      { use: ['v'], amount: 100 },
      'where',
    ],
    ['where: the condition fails', { if: { has: 'vip' } }, { use: ['v'], amount: 100 }, 'where'],
    ['where: no line fits', { lines: { cat: 'food' } }, { use: ['v'], amount: 100 }, 'where'],
    ['min: too little', { min: 101 }, { use: ['v'], amount: 100 }, 'min'],
    ['stores: too few', { stores: 2 }, { use: ['v'], amount: 100 }, 'stores'],
  ])('refused: %s', (_, terms, purchase, reason) => {
    const outcome = price([{ id: 'v', off: { fix: 10 }, ...terms }], purchase);
    expect(outcome.rejected?.at(-1)).toEqual(['v', reason]);
  });

  test('an unknown voucher is none', () => {
    expect(price([], { amount: 100, use: ['nothing'] }).rejected).toEqual([['nothing', 'none']]);
  });

  test('a limit is used up by a discount, not by a try', () => {
    const voucher: Voucher = {
      id: 'v',
      auto: ALWAYS,
      off: { fix: 10 },
      min: 100,
      limit: [{ n: 1, win: { this: 'year' } }],
    };
    const { of } = tell(shop([voucher]), [
      { id: 'a', at: '02-01', merchant: 'shop', amount: 99 },
      { id: 'b', at: '02-02', merchant: 'shop', amount: 100 },
      { id: 'c', at: '02-03', merchant: 'shop', amount: 100 },
    ]);
    expect([of('a').discount, of('b').discount, of('c').discount]).toEqual([undefined, 10, undefined]);
  });
});

describe('points as money', () => {
  const pay: Pay = {
    worth: [10, 100],
    step: 10,
    min: 20,
    share: [1, 2],
    minSpend: 500,
    at: { where: { channel: 'store' } },
  };

  function payWith(qty: number, purchase: Partial<Written>, ack?: 'accepted' | 'declined') {
    const bank = programme({
      units: [{ id: 'p', scale: 0, pay }],
      rules: [{ id: 'give', on: { type: 'activity' }, do: [{ earn: { to: 'p', flat: 100 } }] }],
    });
    const offer = { unit: 'p', qty, ...(ack !== undefined && { ack }) };
    return tell(bank, [
      { id: 'g', at: '02-01', type: 'activity' },
      { id: 'b', at: '02-02', channel: 'store', pay: [offer], ...purchase },
    ]);
  }

  // Each case fails every later check as well, so the first reason shows the order.
  test.each<[string, number, Partial<Written>]>([
    ['step', 111, { amount: 100, channel: 'app' }],
    ['balance', 110, { amount: 100, channel: 'app' }],
    ['where', 10, { amount: 50, channel: 'app' }],
    ['min', 10, { amount: 50 }],
    ['exceeds', 20, { amount: 199 }],
    ['share', 20, { amount: 399 }],
    ['minSpend', 20, { amount: 499 }],
  ])('refused by %s before what comes later', (reason, qty, purchase) => {
    const { of } = payWith(qty, purchase);
    expect(of('b')).toMatchObject({ rejected: [['p', reason]], payable: purchase.amount });
    expect(of('b').paidByPoints).toBeUndefined();
  });

  test('accepted as a whole', () => {
    const { of, state } = payWith(20, { amount: 500 });
    expect(of('b')).toMatchObject({ paidByPoints: 200, payable: 300 });
    expect(state.balance).toEqual({ p: 80 });
  });

  test('what the merchant really did wins, and the engine’s verdict is kept', () => {
    const accepted = payWith(110, { amount: 5000 }, 'accepted');
    expect(accepted.of('b')).toMatchObject({ paidByPoints: 1100, divergence: [['p', 'balance']] });
    expect(accepted.state.balance).toEqual({ p: -10 });
    const declined = payWith(20, { amount: 5000 }, 'declined');
    expect(declined.of('b')).toEqual({ payable: 5000 });
    expect(declined.state.balance).toEqual({ p: 100 });
  });
});

test('a limit also counts what the same purchase used before', () => {
  const once: Voucher = { id: 'once', off: { fix: 100 }, limit: [{ n: 1, win: { this: 'week' } }] };
  const twice = programme({
    vouchers: [once],
    rules: [{ id: 'give', on: { type: 'activity' }, do: [{ issue: { voucher: 'once', n: 2 } }] }],
  });
  const { of, state } = tell(twice, [
    { id: 'g', at: '02-01', type: 'activity' },
    { id: 'p', at: '02-10', amount: 1000, use: ['once', 'once'] },
  ]);
  expect(of('p')).toEqual({
    discounts: { once: 100 },
    discount: 100,
    payable: 900,
    rejected: [['once', 'limit']],
  });
  expect(state.vouchers).toEqual({ once: 1 });
});

test('a voucher for an entry has a least amount and stores like any other, and is not used up without them', () => {
  const entry: Voucher = { id: 'entry', off: { access: 'lounge' }, min: 500, stores: 2 };
  const lines = (stores: readonly string[], amount: number) => ({
    lines: stores.map((store, index) => ({ id: `l${index}`, amount, store })),
    use: ['entry'],
  });
  expect(price([entry], lines(['a', 'b'], 100)).rejected).toEqual([['entry', 'min']]);
  expect(price([entry], lines(['a', 'a'], 300)).rejected).toEqual([['entry', 'stores']]);
  expect(price([entry], lines(['a', 'b'], 300)).rejected).toBeUndefined();
});
