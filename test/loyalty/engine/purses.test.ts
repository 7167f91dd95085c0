import { expect, test } from 'vitest';
import { programme, tell } from './tiny.ts';

test('idleness of an empty balance is no posting: nothing changed', () => {
  const shop = programme({
    units: [{ id: 'p', scale: 0, idle: { n: 5, u: 'd' }, pay: { worth: [1, 1] } }],
    rules: [{ id: 'earn', on: { type: 'visit' }, do: [{ earn: { to: 'p', flat: 10 } }] }],
  });
  const { replayed, state } = tell(shop, [
    { id: 'v', at: '01-01', type: 'visit' },
    { id: 'a', at: '01-02', amount: 10, pay: [{ unit: 'p', qty: 10 }] },
    { id: 'w', at: '01-20', type: 'visit' },
  ]);
  expect(replayed.postings.map(({ kind, qty }) => [kind, qty])).toEqual([
    ['earn', 10],
    ['pay', -10],
    ['earn', 10],
    ['idle', -10],
  ]);
  expect(state.balance).toEqual({ p: 0 });
});
