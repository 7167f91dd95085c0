import { expect, test } from 'vitest';
import type { Lists } from '#loyalty/programme/types.ts';
import { programme, tell } from './tiny.ts';

test('a tier that ticks decide stays until the next tick, also when later terms hold tiers for a time', () => {
  const terms = (hold: object): Lists => ({
    metrics: [{ id: 'spent', on: { type: 'purchase' }, agg: 'sum', of: 'net', win: { this: 'month' } }],
    ladders: [
      { id: 'club', eval: { dom: [1] }, ...hold, tiers: [{ id: 'gold', if: { ge: [{ m: 'spent' }, 100] } }] },
    ],
  });
  const shop = programme({
    ...terms({}),
    versions: [{ from: '2020-02-10T00:00:00Z', ...terms({ hold: { n: 40, u: 'd' } }) }],
  });
  const history = [
    { id: 'a', at: '01-10', amount: 1000 },
    { id: 'b', at: '04-10', amount: 1000 },
  ];
  const tierAt = (at: string) => tell(shop, history, at).state.tier['club'];
  expect(['02-05', '02-20', '03-01', '04-20', '05-01', '06-09', '06-10'].map(tierAt)).toEqual([
    'gold',
    'gold',
    null,
    null,
    'gold',
    'gold',
    null,
  ]);
});
