// `refund: 'reassess'`: what a grant was earned by is asked of its own time (src/loyalty/README.md, "Refunds").
import { describe, expect, test } from 'vitest';
import type { Ladder, Metric } from '#loyalty/programme/types.ts';
import { programme, tell, type Written } from './tiny.ts';

const monthly: Metric = {
  id: 'spent',
  on: { type: 'purchase' },
  agg: 'sum',
  of: 'net',
  win: { this: 'month' },
};
const held = (condition: Ladder['tiers'][number]['if']): Ladder => ({
  id: 'held',
  eval: 'event',
  hold: { n: 1, u: 'y' },
  refund: 'reassess',
  tiers: [{ id: 'gold', if: condition! }],
});
const returned: readonly Written[] = [
  { id: 'a', at: '01-05', amount: 1000 },
  { id: 'b', at: '03-01', amount: 10 },
  { id: 'r', at: '03-02', type: 'refund', of: 'b' },
];

describe('a return of something else', () => {
  test('leaves a tier that was earned by a tier of another ladder at that time', () => {
    const now: Ladder = {
      id: 'now',
      eval: 'live',
      tiers: [{ id: 'busy', if: { ge: [{ m: 'spent' }, 1000] } }],
    };
    const shop = programme({ metrics: [monthly], ladders: [now, held({ tier: ['now', 'busy'] })] });
    expect(tell(shop, returned, '03-03').state.tier).toEqual({ now: null, held: 'gold' });
    const all = [...returned, { id: 's', at: '03-04', type: 'refund', of: 'a' }];
    expect(tell(shop, all, '03-05').state.tier).toEqual({ now: null, held: null });
  });

  test('leaves a tier that later terms would ask more for', () => {
    const terms = (threshold: number) => ({
      metrics: [{ ...monthly, win: 'all' as const }],
      ladders: [held({ ge: [{ m: 'spent' }, threshold] })],
    });
    const shop = programme({
      ...terms(500),
      versions: [{ from: '2020-02-01T00:00:00Z', ...terms(5000) }],
    });
    expect(tell(shop, returned, '03-03').state.tier).toEqual({ held: 'gold' });
    const all = [...returned, { id: 's', at: '03-04', type: 'refund', of: 'a' }];
    expect(tell(shop, all, '03-05').state.tier).toEqual({ held: null });
  });
});
