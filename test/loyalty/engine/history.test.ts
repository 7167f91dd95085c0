// Lots, debt, refunds, steps and versions: what happens after a purchase.
import { describe, expect, test } from 'vitest';
import { fnv1a32 } from '#loyalty/engine/holdout.ts';
import type { Programme, Rule } from '#loyalty/programme/types.ts';
import { programme, tell, type Written } from './tiny.ts';

const EARN: Rule = { id: 'earn', on: { type: 'purchase' }, do: [{ earn: { to: 'p', per: [100, 1] } }] };

function shop(extra: Partial<Programme> = {}): Programme {
  return programme({ units: [{ id: 'p', scale: 0, pay: { worth: [1, 100] } }], rules: [EARN], ...extra });
}

describe('lots', () => {
  const expiring = shop({
    units: [{ id: 'p', scale: 0, expire: { n: 30, u: 'd' }, pay: { worth: [1, 100] } }],
  });

  test('the soonest end is spent first, and what lapses says so', () => {
    const { state, replayed } = tell(
      expiring,
      [
        { id: 'a', at: '01-01', amount: 1000 },
        { id: 'b', at: '01-11', amount: 1000 },
        { id: 'c', at: '01-12', amount: 1500, pay: [{ unit: 'p', qty: 15 }] },
      ],
      '03-01',
    );
    expect(state.balance).toEqual({ p: 0 });
    expect(replayed.postings.map(({ kind, qty, at }) => [kind, qty, at.slice(5, 10)])).toEqual([
      ['earn', 10, '01-01'],
      ['earn', 10, '01-11'],
      ['pay', -15, '01-12'],
      ['expire', -5, '02-10'],
    ]);
  });

  test('points come back to their own lots, the last taken first, and lapse with them', () => {
    const { of, state } = tell(
      expiring,
      [
        { id: 'a', at: '01-01', amount: 1000 },
        { id: 'b', at: '01-11', amount: 1000 },
        { id: 'c', at: '01-12', amount: 1500, pay: [{ unit: 'p', qty: 15 }] },
        { id: 'r1', at: '01-13', type: 'refund', of: 'c', lines: [{ id: 'l1', amount: 800 }] },
        { id: 'r2', at: '02-05', type: 'refund', of: 'c' },
      ],
      '02-06',
    );
    // 15 were taken as 10 of a + 5 of b. 8 come back as 5 of b + 3 of a; 7 belong to a, which has ended.
    expect(of('r1').returned).toEqual({ p: 8 });
    expect(of('r2').returned).toBeUndefined();
    expect(state.balance).toEqual({ p: 10 });
  });

  test('a refund makes debt, and the next credit pays it first', () => {
    const { state, replayed } = tell(shop(), [
      { id: 'a', at: '01-01', amount: 1000 },
      { id: 'b', at: '01-02', amount: 1000, pay: [{ unit: 'p', qty: 10 }] },
      { id: 'c', at: '01-03', type: 'refund', of: 'a' },
      { id: 'd', at: '01-04', amount: 1500 },
    ]);
    expect(state.balance).toEqual({ p: 5 });
    expect(state.lots['p']).toHaveLength(1);
    expect(replayed.postings.reduce((sum, { qty }) => sum + qty, 0)).toBe(5);
  });

  test('idleness empties every lot, and a refund is no activity', () => {
    const idle = shop({ units: [{ id: 'p', scale: 0, idle: { n: 10, u: 'd' } }] });
    const { state } = tell(
      idle,
      [
        { id: 'a', at: '01-01', amount: 1000 },
        { id: 'r', at: '01-09', type: 'refund', of: 'a', lines: [{ id: 'l1', amount: 100 }] },
      ],
      '01-11',
    );
    expect(state.balance).toEqual({ p: 0 });
  });
});

describe('refunds', () => {
  test('what is not there cannot be refunded', () => {
    const { of } = tell(shop(), [
      { id: 'a', at: '01-01', amount: 1000 },
      { id: 'r1', at: '01-02', type: 'refund', of: 'nothing' },
      { id: 'r2', at: '01-03', type: 'refund', of: 'a' },
      { id: 'r3', at: '01-04', type: 'refund', of: 'a' },
    ]);
    expect([of('r1').why, of('r2').refundMoney, of('r3').why]).toEqual(['none', 1000, 'none']);
  });

  test('more than is left gives back what is left', () => {
    const { of } = tell(shop(), [
      { id: 'a', at: '01-01', amount: 1000 },
      { id: 'r', at: '01-02', type: 'refund', of: 'a', lines: [{ id: 'l1', amount: 5000 }] },
    ]);
    expect(of('r')).toEqual({ refundMoney: 1000, reversed: { p: 10 } });
  });

  test('a cap gets its room back, a limit does not', () => {
    const capped: Rule = {
      ...EARN,
      id: 'capped',
      do: [{ earn: { to: 'p', per: [100, 1], cap: [{ max: 15, win: { this: 'month' } }] } }],
    };
    const limited: Rule = {
      ...EARN,
      id: 'limited',
      limit: [{ n: 1, win: 'all' }],
      do: [{ earn: { to: 'q', flat: 1 } }],
    };
    const both = shop({
      units: [
        { id: 'p', scale: 0 },
        { id: 'q', scale: 0 },
      ],
      rules: [capped, limited],
    });
    const { of } = tell(both, [
      { id: 'a', at: '01-01', amount: 1000 },
      { id: 'b', at: '01-02', amount: 1000 },
      { id: 'r', at: '01-03', type: 'refund', of: 'a' },
      { id: 'c', at: '01-04', amount: 1000 },
    ]);
    expect([of('a').earned, of('b').earned, of('c').earned]).toEqual([{ p: 10, q: 1 }, { p: 5 }, { p: 10 }]);
  });
});

describe('steps', () => {
  const step: Rule = {
    id: 'step',
    reach: { m: 'spent' },
    every: 1000,
    undo: 'unused',
    do: [{ issue: { voucher: 'v' } }, { earn: { to: 'p', flat: 7 } }],
  };
  const stepping = shop({
    units: [{ id: 'p', scale: 0, pay: { worth: [1, 1] } }],
    metrics: [{ id: 'spent', on: { type: 'purchase' }, agg: 'sum', of: 'net' }],
    vouchers: [{ id: 'v', off: { fix: 1 } }],
    rules: [step],
  });
  const bought: Written = { id: 'a', at: '01-01', amount: 2500 };
  const returned: Written = {
    id: 'r',
    at: '01-03',
    type: 'refund',
    of: 'a',
    lines: [{ id: 'l1', amount: 2000 }],
  };

  test('unused ones are taken back with everything they gave, and may be earned again', () => {
    const { of, replayed, state } = tell(stepping, [bought, returned, { id: 'b', at: '01-04', amount: 600 }]);
    expect(of('a')).toMatchObject({ earned: { p: 14 }, issued: { v: 2 } });
    expect(of('r').reversed).toEqual({ p: 14 });
    expect(of('b').issued).toEqual({ v: 1 });
    expect(replayed.vouchers.map((voucher) => voucher.state)).toEqual(['undone', 'undone', 'live']);
    expect(state.balance).toEqual({ p: 7 });
  });

  test('a used one stays and its step is not paid twice', () => {
    const used: Written = { id: 'u', at: '01-02', amount: 0, lines: [{ id: 'l1', amount: 1 }], use: ['v'] };
    const { of, state } = tell(stepping, [bought, used, returned, { id: 'b', at: '01-04', amount: 600 }]);
    expect(of('r').reversed).toEqual({ p: 7 });
    expect(of('b').issued).toBeUndefined();
    expect(state.vouchers).toEqual({ v: 0 });
  });

  test('the keys of vouchers follow from programme, voucher, event and ordinal', () => {
    expect(tell(stepping, [bought]).replayed.vouchers.map(({ key }) => key)).toEqual([
      'shop/v/event:a#1',
      'shop/v/event:a#2',
    ]);
  });
});

test('what a linked account lost before the link stays lost, and is posted to it', () => {
  const expiring = shop({ units: [{ id: 'p', scale: 0, expire: { n: 1, u: 'd' } }] });
  const { state, replayed } = tell(
    expiring,
    [
      { id: 'a', at: '01-01', amount: 1000, member: 'card' },
      { id: 'b', at: '01-02T12:00', amount: 500, member: 'card' },
      { id: 'k', at: '01-03', type: 'link', alias: 'card' },
    ],
    '01-03',
  );
  expect(state.balance).toEqual({ p: 5 });
  expect(replayed.postings.map(({ kind, member, qty }) => [kind, member, qty])).toEqual([
    ['earn', 'card', 10],
    ['expire', 'card', -10],
    ['earn', 'card', 5],
    ['link', 'card', -5],
    ['link', 'm1', 5],
  ]);
});

test('a metric as of its record sees neither an event nor its return before they were recorded', () => {
  const recorded = programme({
    metrics: [{ id: 'n', on: { type: 'visit' }, agg: 'count', asOf: 'rec' }],
  });
  const history = [
    { id: 'v', at: '01-01', type: 'visit', rec: '2020-01-05T00:00:00Z' },
    { id: 'r', at: '01-02', type: 'refund', of: 'v', rec: '2020-01-09T00:00:00Z' },
  ];
  const counts = ['01-04', '01-05', '01-08', '01-09'].map(
    (at) => tell(recorded, history, at).state.metric['n'],
  );
  expect(counts).toEqual([0, 1, 1, 0]);
});

describe('late and double', () => {
  test('the same fields twice are one event, of the earlier one', () => {
    const { of, state } = tell(shop({ dedupe: ['order'] }), [
      { id: 'b', at: '01-02', amount: 1000, order: 'A1' },
      { id: 'a', at: '01-01', amount: 1000, order: 'A1' },
      { id: 'c', at: '01-03', amount: 1000 },
      { id: 'd', at: '01-04', amount: 1000 },
    ]);
    expect(of('b')).toEqual({ accepted: false, why: 'duplicate' });
    expect(state.balance).toEqual({ p: 30 });
  });

  test('two different events under one id: every device keeps the same one', () => {
    const one = { id: 'a', at: '01-01', amount: 1000 };
    const other = { id: 'a', at: '01-01', amount: 2000 };
    expect(tell(shop(), [one, other]).state).toEqual(tell(shop(), [other, one]).state);
  });
});

test('ids are qualified as soon as more than one programme is loaded', () => {
  const { of, state } = tell([shop(), shop({ id: 'other' })], [{ id: 'a', amount: 1000 }]);
  expect(of('a').earned).toEqual({ 'shop/p': 10, 'other/p': 10 });
  expect(state.balance).toEqual({ 'shop/p': 10, 'other/p': 10 });
});

test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('FNV-1a of %o is the published value', (text, hash) => {
  expect(fnv1a32(text)).toBe(hash);
});

describe('unused bonuses', () => {
  const recent = shop({
    metrics: [
      { id: 'spent', on: { type: 'purchase' }, agg: 'sum', of: 'net', win: { last: { n: 10, u: 'd' } } },
    ],
    vouchers: [{ id: 'v', off: { fix: 1 } }],
    rules: [
      {
        id: 'bonus',
        reach: { m: 'spent' },
        every: 1000,
        undo: 'unused',
        do: [{ issue: { voucher: 'v' } }],
      },
    ],
  });

  test('stay when something else is returned after the window has moved on', () => {
    const { state } = tell(recent, [
      { id: 'a', at: '01-01', amount: 1500 },
      { id: 'b', at: '03-01', amount: 100 },
      { id: 'r', at: '03-02', type: 'refund', of: 'b' },
    ]);
    expect(state.vouchers).toEqual({ v: 1 });
  });

  test('are taken back later when the return that cost the step found them used, and they came back', () => {
    const points = { ...recent, rules: [{ ...recent.rules![0]!, do: [{ earn: { to: 'p', flat: 1 } }] }] };
    const history: readonly Written[] = [
      { id: 'a', at: '01-01', amount: 1500 },
      { id: 'u', at: '01-02', type: 'ride', amount: 100, pay: [{ unit: 'p', qty: 1 }] },
      { id: 'r', at: '01-03', type: 'refund', of: 'a' },
      { id: 's', at: '01-04', type: 'refund', of: 'u' },
    ];
    const { of, state } = tell(points, history);
    expect([of('r').reversed, of('s').returned, of('s').reversed]).toEqual([undefined, { p: 1 }, { p: 1 }]);
    expect(state.balance).toEqual({ p: 0 });
    const again = [...history.slice(0, 3), { id: 'b', at: '01-03T12:00', amount: 1500 }, history[3]!];
    expect(tell(points, again).state.balance).toEqual({ p: 1 });
  });

  test('that were paid for with points stay when something else is returned', () => {
    const notes = shop({
      vouchers: [{ id: 'v', off: { fix: 1 } }],
      rules: [
        EARN,
        {
          id: 'note',
          reach: { bal: 'p' },
          every: 10,
          spend: 'p',
          undo: 'unused',
          do: [{ issue: { voucher: 'v' } }],
        },
      ],
    });
    const { state } = tell(notes, [
      { id: 'a', at: '01-01', amount: 2000 },
      { id: 'b', at: '01-02', amount: 10 },
      { id: 'r', at: '01-03', type: 'refund', of: 'b' },
    ]);
    expect(state).toMatchObject({ vouchers: { v: 2 }, balance: { p: 0 } });
  });
});
