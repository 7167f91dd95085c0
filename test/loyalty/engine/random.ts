// A small generator of programmes and histories that meet each other often: few ids, few days, round and odd amounts.
import fc from 'fast-check';
import type { Query } from '#loyalty/engine/outcome.ts';
import type {
  Dur,
  Earn,
  LoyaltyEvent,
  Mult,
  Programme,
  Rule,
  Voucher,
  Window,
} from '#loyalty/programme/types.ts';
import { programme } from './tiny.ts';

const duration = fc.constantFrom<Dur>(
  { n: 3, u: 'd' },
  { n: 1, u: 'mo' },
  { n: 1, u: 'mo', snap: 'month' },
  { n: 2, u: 'w', snap: 'week' },
);
const window = fc.constantFrom<Window>(
  'all',
  { last: { n: 10, u: 'd' } },
  { this: 'month' },
  { this: 'week', anchor: 6 },
);

const mult = fc.constantFrom<Mult>(
  [3, 2],
  { by: 'line.cat', of: { food: [2, 1], book: [1, 3] }, else: [1, 1] },
  { by: 'tier:club', of: { gold: [7, 5] }, else: [1, 1] },
  { lines: { cat: 'food' }, x: [5, 4] },
  { if: { ge: [{ ev: 'amount' }, 1000] }, x: [2, 1], g: 'bonus' },
  { if: { cal: { dow: [0, 6] } }, x: [3, 1], g: 'bonus' },
);

const earn: fc.Arbitrary<Earn> = fc
  .record(
    {
      per: fc.constantFrom<readonly [number, number]>([100, 1], [7, 5], [1, 1]),
      whole: fc.boolean(),
      perLine: fc.boolean(),
      mult: fc.array(mult, { maxLength: 3 }),
      round: fc.constantFrom('floor', 'ceil', 'half_up', 'half_even'),
      least: fc.constantFrom(5, 50),
      maxPer: fc.constant<readonly [number, number]>([100, 2]),
      after: fc.constantFrom<Dur>({ n: 5, u: 'd' }, { n: 40, u: 'd' }),
      cap: fc.constantFrom(
        [{ max: 100, win: { this: 'month' } as Window }],
        [{ max: 300, win: { last: { n: 5, u: 'd' } } as Window }],
      ),
    },
    { requiredKeys: ['per'] },
  )
  .map((part) => ({ to: 'point', ...part }) as Earn);

const flat: fc.Arbitrary<Earn> = fc.integer({ min: 1, max: 40 }).map((qty) => ({ to: 'coin', flat: qty }));

const vouchers: fc.Arbitrary<readonly Voucher[]> = fc.tuple(
  fc
    .record({ off: fc.constantFrom({ fix: 500 }, { pct: 2500 }), useIn: duration })
    .map((part) => ({ id: 'gift', ...part }) as Voucher),
  fc
    .record({
      off: fc.constantFrom({ pct: 1000 }, { fix: 300 }),
      min: fc.constantFrom(0, 2000),
      cap: fc.constantFrom(150, 10_000),
    })
    .map((part) => ({ id: 'happy', auto: { cal: { dow: [2] } }, stage: 20, ...part }) as Voucher),
);

const reach: fc.Arbitrary<readonly Rule[]> = fc.constantFrom<readonly Rule[]>(
  [],
  [{ id: 'note', reach: { bal: 'point' }, every: 60, spend: 'point', do: [{ issue: { voucher: 'gift' } }] }],
  [
    {
      id: 'bonus',
      reach: { m: 'spent' },
      every: 3000,
      undo: 'unused',
      do: [{ earn: { to: 'coin', flat: 10 } }],
    },
  ],
  [
    {
      id: 'weekly',
      reach: { m: 'visits' },
      at: 2,
      reset: { this: 'week' },
      do: [{ issue: { voucher: 'gift', n: 2 } }],
    },
  ],
);

export const programmes: fc.Arbitrary<Programme> = fc
  .record({
    earn,
    flat,
    vouchers,
    reach,
    expire: duration,
    idle: fc.option(duration, { nil: undefined }),
    window,
    refund: fc.boolean(),
  })
  .map(({ earn: main, flat: extra, vouchers: list, reach: steps, expire, idle, window: win, refund }) =>
    programme({
      scope: { where: { merchant: 'shop' } },
      units: [
        {
          id: 'point',
          scale: 0,
          expire,
          ...(idle !== undefined && { idle }),
          pay: { worth: [1, 2], share: [1, 2] },
        },
        { id: 'coin', scale: 0, pay: { worth: [10, 1], step: 10, earnOnPaid: true } },
      ],
      metrics: [
        { id: 'spent', on: { type: 'purchase' }, agg: 'sum', of: 'net', win },
        { id: 'visits', on: { type: 'purchase' }, agg: 'count', win },
      ],
      ladders: [
        {
          id: 'club',
          eval: 'event',
          hold: { n: 1, u: 'mo' },
          ...(refund && { refund: 'reassess' as const }),
          tiers: [
            { id: 'silver', if: { ge: [{ m: 'spent' }, 1000] } },
            { id: 'gold', if: { ge: [{ m: 'spent' }, 5000] } },
          ],
        },
      ],
      vouchers: list,
      rewards: [
        {
          id: 'treat',
          cost: { unit: 'point', qty: 20 },
          stock: 2,
          drop: { dow: [1, 4] },
          limit: [{ n: 2, win: { this: 'week' } }],
          gives: [
            { issue: { voucher: 'gift' } },
            { grant: { ladder: 'club', tier: 'gold', for: { n: 9, u: 'd' } } },
          ],
        },
      ],
      rules: [
        { id: 'main', on: { type: 'purchase' }, do: [{ earn: main }] },
        {
          id: 'extra',
          on: { type: 'purchase' },
          limit: [{ n: 3, win: { this: 'week' } }],
          do: [{ earn: extra }],
        },
        {
          id: 'monthly',
          tick: { dom: [1] },
          if: { ge: [{ m: 'visits' }, 1] },
          do: [{ earn: { to: 'coin', flat: 3 } }],
        },
        ...steps,
      ],
    }),
  );

const amount = fc.oneof(fc.constantFrom(0, 1, 100, 999, 1000, 5000), fc.integer({ min: 0, max: 9000 }));
const at = fc
  .tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 28 }),
    fc.constantFrom('00:00', '09:30', '23:59'),
  )
  .map(([month, day, time]) => `2020-0${month}-${String(day).padStart(2, '0')}T${time}:00Z`);
const member = fc.constantFrom('m1', 'm2');
const purchase = fc.record(
  {
    at,
    member,
    merchant: fc.constantFrom('shop', 'shop', 'other'),
    lines: fc
      .array(fc.tuple(amount, fc.constantFrom('food', 'book', 'toy')), { minLength: 1, maxLength: 3 })
      .map((lines) => lines.map(([each, cat], i) => ({ id: `l${i}`, amount: each, cat }))),
    use: fc.constantFrom(['gift'], ['gift', 'gift'], ['nothing']),
    pay: fc.constantFrom(
      [{ unit: 'point', qty: 40 }],
      [{ unit: 'coin', qty: 10 }],
      [{ unit: 'point', qty: 7, ack: 'accepted' as const }],
    ),
  },
  { requiredKeys: ['at', 'member', 'merchant', 'lines'] },
);
const redeem = fc.record({
  at,
  member,
  type: fc.constantFrom('redeem'),
  reward: fc.constantFrom('treat', 'other'),
});
const refund = fc.record({
  at,
  of: fc.integer({ min: 0, max: 11 }),
  part: fc.option(amount, { nil: undefined }),
});

/** Up to 12 purchases, 4 claims and 5 refunds of two members, in the order of the array (not of time). */
export const histories: fc.Arbitrary<readonly LoyaltyEvent[]> = fc
  .tuple(
    fc.array(purchase, { minLength: 1, maxLength: 12 }),
    fc.array(redeem, { maxLength: 4 }),
    fc.array(refund, { maxLength: 5 }),
  )
  .map(([purchases, claims, refunds]) => [
    ...purchases.map((each, i): LoyaltyEvent => ({ id: `e${i}`, type: 'purchase', ...each })),
    ...claims.map((each, i): LoyaltyEvent => ({ id: `c${i}`, ...each })),
    ...refunds.map((each, i): LoyaltyEvent => {
      const lines = each.part === undefined ? {} : { lines: [{ id: 'l0', amount: each.part }] };
      return { id: `r${i}`, type: 'refund', at: each.at, of: `e${each.of % purchases.length}`, ...lines };
    }),
  ]);

/** Both members after every event and once at the end. */
export function queriesFor(events: readonly LoyaltyEvent[]): readonly Query[] {
  const instants = [...new Set(events.map((event) => event.at)), '2020-12-31T00:00:00Z'].sort();
  return instants.flatMap((instant) => ['m1', 'm2'].map((each) => ({ at: instant, member: each })));
}
