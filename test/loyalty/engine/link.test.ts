// What `link` brings together (src/loyalty/README.md, "Programmes that read each other").
import { expect, test } from 'vitest';
import { programme, tell, type Written } from './tiny.ts';

const weekly = programme({
  metrics: [{ id: 'visits', on: { type: 'purchase' }, agg: 'count', win: { this: 'week' } }],
  vouchers: [{ id: 'gift', off: { fix: 100 } }],
  rules: [
    {
      id: 'once-a-week',
      reach: { m: 'visits' },
      at: 1,
      reset: { this: 'week' },
      do: [{ issue: { voucher: 'gift' } }],
    },
  ],
});

test.each([
  ['the linked account', 'm1', 'card'],
  ['the account itself', 'card', 'm1'],
])('a step that %s reached this week is not paid again, whatever the other reached before', (_, old, now) => {
  const history: readonly Written[] = [
    { id: 'a', at: '01-07', amount: 100, member: old },
    { id: 'b', at: '02-04', amount: 100, member: now },
    { id: 'k', at: '02-05', type: 'link', alias: 'card' },
    { id: 'c', at: '02-06', amount: 100 },
    { id: 'd', at: '02-11', amount: 100 },
  ];
  const { of } = tell(weekly, history);
  expect(['a', 'b', 'k', 'c', 'd'].map((id) => of(id).issued)).toEqual([
    { gift: 1 },
    { gift: 1 },
    undefined,
    undefined,
    { gift: 1 },
  ]);
});
