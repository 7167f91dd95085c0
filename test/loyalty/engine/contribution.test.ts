import { expect, test } from 'vitest';
import { programme, tell } from './tiny.ts';

const shop = programme({
  units: [{ id: 'p', scale: 0 }],
  metrics: [{ id: 'bottles', on: { type: 'return' }, agg: 'sum', of: 'line.qty' }],
  rules: [{ id: 'earn', on: { type: 'return' }, do: [{ earn: { to: 'p', per: [1, 10], of: 'line.qty' } }] }],
});

test('an amount `line.<field>` is the sum of that field over the lines that are left, not what the event says', () => {
  const { of, state } = tell(shop, [
    {
      id: 'a',
      at: '01-01',
      type: 'return',
      qty: 100,
      lines: [
        { id: 'x', amount: 1, qty: 2 },
        { id: 'y', amount: 1, qty: 4 },
      ],
    },
    { id: 'r', at: '01-02', type: 'refund', of: 'a', lines: [{ id: 'x', amount: 1 }] },
  ]);
  expect([of('a').earned, of('r').reversed]).toEqual([{ p: 60 }, { p: 20 }]);
  expect([state.balance, state.metric]).toEqual([{ p: 40 }, { bottles: 4 }]);
});
