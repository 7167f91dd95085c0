// What the member asks for: `redeem`, `buy` and `use`.
import { expect, test } from 'vitest';
import { programme, tell } from './tiny.ts';

test.each(['redeem', 'buy'])('%s: a reward for points asks for the balance and never makes debt', (type) => {
  const shop = programme({
    units: [{ id: 'p', scale: 0 }],
    rewards: [{ id: 'cup', cost: { unit: 'p', qty: 20 } }],
    rules: [{ id: 'earn', on: { type: 'purchase' }, do: [{ earn: { to: 'p', per: [100, 1] } }] }],
  });
  const { of, state } = tell(shop, [
    { id: 'a', at: '01-01', type, reward: 'cup' },
    { id: 'b', at: '01-02', amount: 2000 },
    { id: 'c', at: '01-03', type, reward: 'cup' },
  ]);
  expect(of('a')).toEqual({ accepted: false, why: 'balance' });
  expect(of('c')).toEqual({ accepted: true, spent: { p: 20 } });
  expect(state.balance).toEqual({ p: 0 });
});

test('a reward and a rule of one id have each its own cap', () => {
  const gift = { earn: { to: 'p', flat: 10, cap: [{ max: 15, win: 'all' as const }] } };
  const shop = programme({
    units: [{ id: 'p', scale: 0 }],
    rules: [{ id: 'gift', on: { type: 'visit' }, do: [gift] }],
    rewards: [{ id: 'gift', gives: [gift] }],
  });
  const { of } = tell(shop, [
    { id: 'a', at: '01-01', type: 'visit' },
    { id: 'b', at: '01-02', type: 'redeem', reward: 'gift' },
    { id: 'c', at: '01-03', type: 'visit' },
    { id: 'd', at: '01-04', type: 'redeem', reward: 'gift' },
  ]);
  expect(['a', 'b', 'c', 'd'].map((id) => of(id).earned)).toEqual([{ p: 10 }, { p: 10 }, { p: 5 }, { p: 5 }]);
});
