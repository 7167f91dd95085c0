// Programmes whose rules depend on metrics of every kind over every window, so that a wrong figure shows in many answers.
import fc from 'fast-check';
import type { Ladder, Programme, Window } from '#loyalty/programme/types.ts';
import { programme } from './tiny.ts';

const windows: readonly Window[] = [
  'all',
  { last: { n: 10, u: 'd' } },
  { this: 'month' },
  { between: ['2020-01-10T00:00:00Z', '2020-02-10T00:00:00Z'] },
  { since: 'start' },
  { since: 'start', for: { n: 12, u: 'd' } },
];

const feeds = [
  { agg: 'sum', of: 'net' },
  { agg: 'count' },
  { agg: 'max', of: 'list' },
  { agg: 'distinct', by: 'line.cat' },
  { agg: 'days' },
  { agg: 'sum', of: 'list', asOf: 'rec' },
  { agg: 'distinct', by: 'line.cat', asOf: 'rec' },
] as const;

const metric = fc.tuple(fc.constantFrom(...feeds), fc.constantFrom(...windows));
const ladderEval = fc.constantFrom<Ladder['eval']>('live', 'event', { dom: [1, 15] });

/** Six metrics of the kinds above, a score over them sampled weekly, a ladder, and rules that reach steps of each metric. */
export const programmesOfEveryKind: fc.Arbitrary<Programme> = fc
  .tuple(fc.array(metric, { minLength: 6, maxLength: 6 }), ladderEval, fc.constantFrom(...windows))
  .map(([chosen, evaluated, earnedWindow]) => {
    const metrics = chosen.map(([feed, win], index) => ({
      id: `m${index}`,
      on: { type: 'purchase' },
      ...feed,
      win,
    }));
    return programme({
      units: [{ id: 'point', scale: 0, expire: { n: 20, u: 'd' } }],
      metrics: [
        ...metrics,
        { id: 'earned', earned: 'point', win: earnedWindow },
        { id: 'score', value: { add: metrics.map(({ id }) => ({ m: id })) }, every: { dow: [1] } },
      ],
      ladders: [
        {
          id: 'club',
          eval: evaluated,
          ...(evaluated === 'event' && { hold: { n: 20, u: 'd' }, refund: 'reassess' }),
          tiers: [
            { id: 'silver', if: { ge: [{ m: 'm0' }, 2] } },
            { id: 'gold', if: { all: [{ ge: [{ m: 'm0' }, 3] }, { ge: [{ m: 'score' }, 100] }] } },
          ],
        },
      ],
      rules: [
        { id: 'mark', on: { type: 'purchase', line: { cat: 'toy' } }, do: [{ mark: 'start' }] },
        {
          id: 'earn',
          on: { type: 'purchase' },
          do: [
            {
              earn: {
                to: 'point',
                per: [100, 1],
                mult: [{ by: 'tier:club', of: { silver: [2, 1], gold: [3, 1] }, else: [1, 1] }],
                cap: [{ max: 150, win: earnedWindow }],
              },
            },
          ],
        },
        ...metrics.map(({ id, agg }) => ({
          id: `reach-${id}`,
          reach: { m: id },
          // Steps of money are wide, or thousands of them would be reached.
          every: agg === 'sum' || agg === 'max' ? 3000 : 2,
          do: [{ earn: { to: 'point', flat: 1 } }],
        })),
      ],
    });
  });
