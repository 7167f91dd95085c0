// Tables of the format: units, metrics, ladders, vouchers, benefits, feeds, measures.
import { MAX_PARTS, MAX_STEPS } from './limits.ts';
import {
  fieldPath,
  id,
  instant,
  lineMatch,
  match,
  natural,
  plainText,
  positive,
  rate,
  unitRef,
} from './table-basics.ts';
import { duration, tick, timeWindow } from './table-time.ts';
import { condition, expression } from './table-logic.ts';
import { choice, either, flag, integer, list, may, must, object, tagged, tuple } from './shape.ts';
import type { Arm } from './shape.ts';
import type {
  Aggregation,
  Benefit,
  Feed,
  Ladder,
  Limit,
  Measure,
  Metric,
  Off,
  Pay,
  Segment,
  Unit,
  Voucher,
} from './types.ts';

const worth = tuple([positive, positive], 'a worth [units, minor units of money], both > 0');
const payTable = list(tuple([positive, positive], 'a pair [units, money]'), MAX_STEPS, 1, 'PayTable');
export const round = choice('floor', 'ceil', 'half_up', 'half_even');
const limit = object<Limit>({
  n: must(positive, 'How many times.'),
  win: must(timeWindow, 'In which window.'),
});
export const limits = list(limit, MAX_PARTS);

const pay = object<Pay>(
  {
    worth: must(
      either({
        list: worth,
        object: object<Exclude<Pay['worth'], readonly unknown[]>>({
          if: must(tuple([condition, worth, worth], 'a condition and two worths'), 'Worth by condition.'),
        }),
      }),
      'So many units (scaled) pay for so much money (minor units).',
    ),
    table: may(payTable, 'Only these quantities may be paid, each with its own worth.'),
    step: may(positive, 'Only multiples of this quantity.'),
    min: may(natural, 'At least this quantity.'),
    share: may({ ...rate, name: 'Share' }, 'At most this share of the purchase.'),
    minSpend: may(natural, 'Only from this amount due on.'),
    at: may(match, 'Only for events like this.'),
    if: may(condition, 'Only when this holds.'),
    earnOnPaid: may(flag, 'The part paid in units earns too.'),
  },
  'Pay',
);
export const unit = object<Unit>(
  {
    id: must(id, 'Id of the unit.'),
    scale: must(choice(0, 1, 2, 3), 'Decimal places: quantities are integers times 10^-scale.'),
    expire: may(duration, 'A lot ends this long after it was earned.'),
    idle: may(duration, 'Everything ends this long after the last credit or redemption.'),
    pay: may(pay, 'How the unit pays for purchases.'),
  },
  'Unit',
);

const aggregate = choice('sum', 'count', 'distinct', 'days', 'max');
const metricId = must(id, 'Id of the metric.');
export const metric = tagged(
  {
    on: object<Arm<Metric, 'on'>>({
      id: metricId,
      on: must(match, 'Which events count.'),
      agg: must(aggregate, 'How they are put together.'),
      of: may(fieldPath, 'Which number: net, list, or an integer field.'),
      by: may(fieldPath, 'Which values are told apart (distinct).'),
      win: may(timeWindow, 'Over which window; all when absent.'),
      asOf: may(choice('rec'), 'An event counts only once it was recorded.'),
    }),
    earned: object<Arm<Metric, 'earned'>>({
      id: metricId,
      earned: must(unitRef, 'Quantity earned of this unit.'),
      win: may(timeWindow, 'Over which window; all when absent.'),
    }),
    value: object<Arm<Metric, 'value'>>({
      id: metricId,
      value: must(expression, 'Computed from other metrics.'),
      every: may(tick, 'Sampled then, constant in between.'),
    }),
  },
  'Metric',
);

export const segment = object<Segment>(
  { id: must(id, 'Id of the segment.'), if: must(condition, 'Who belongs to it.') },
  'Segment',
);

const tier = object<Ladder['tiers'][number]>({
  id: must(id, 'Id of the tier.'),
  if: may(condition, 'Who reaches it; only by grant when absent.'),
});
export const ladder = object<Ladder>(
  {
    id: must(id, 'Id of the ladder.'),
    tiers: must(list(tier, MAX_PARTS, 1), 'Tiers, the lowest first.'),
    eval: must(
      either({ string: choice('live', 'event', 'grant'), object: tick }),
      'When tiers are judged: always, after an event, only by grant, or at a tick.',
    ),
    base: may(flag, 'The lowest tier is held without end.'),
    hold: may(duration, 'How long a tier is held after it was earned.'),
    refund: may(choice('reassess'), 'A refund tests earned tiers again.'),
  },
  'Ladder',
);

export const voucher = object<Voucher>(
  {
    id: must(id, 'Id of the voucher.'),
    off: must(
      tagged({
        pct: object<Arm<Off, 'pct'>>({ pct: must(integer(1, 10_000), 'Basis points: 500 is 5 %.') }),
        fix: object<Arm<Off, 'fix'>>({ fix: must(positive, 'Money off, minor units.') }),
        item: object<Arm<Off, 'item'>>({ item: must(choice(true), 'One item free.') }),
        access: object<Arm<Off, 'access'>>({ access: must(plainText, 'What it gives access to.') }),
      }),
      'What it takes off.',
    ),
    auto: may(condition, 'Applies by itself when this holds; needs not be issued.'),
    if: may(condition, 'May be used when this holds.'),
    at: may(match, 'May be used at events like this.'),
    lines: may(lineMatch, 'Only these lines count and are reduced.'),
    min: may(natural, 'From this amount of the eligible lines on.'),
    minOn: may(choice('running', 'list'), 'Amounts after earlier discounts (default), or list prices.'),
    every: may(positive, 'Once per full amount.'),
    maxTimes: may(positive, 'At most so many times per event (with every).'),
    stores: may(positive, 'Eligible lines must come from so many stores.'),
    cap: may(natural, 'At most this much off.'),
    round: may(round, 'Rounding of a percentage; down when absent.'),
    useIn: may(duration, 'Ends this long after it was issued.'),
    until: may(instant, 'Ends then.'),
    stage: may(natural, 'Order of application; 10 when absent.'),
    group: may(id, 'Of one stage and group only the largest discount counts.'),
    limit: may(limits, 'How often it may be used.'),
    onRefund: may(choice('lost', 'restore', 'value'), 'What becomes of it when the purchase is refunded.'),
  },
  'Voucher',
);

export const benefit = object<Benefit>(
  {
    id: must(id, 'Id of the benefit.'),
    if: may(condition, 'Who has it; everybody when absent.'),
    from: may(instant, 'From then on.'),
    to: may(instant, 'Until then, excluded.'),
  },
  'Benefit',
);
export const feedItem = object<Feed>(
  {
    id: must(id, 'Id of the item.'),
    tags: must(list(plainText, MAX_PARTS), 'Ranked by how many of them the member has.'),
    from: must(instant, 'From then on.'),
    to: must(instant, 'Until then, excluded.'),
    if: may(condition, 'Who sees it.'),
  },
  'Feed',
);
export const measure = object<Measure>(
  {
    id: must(id, 'Id of the measure.'),
    expose: must(match, 'The event that shows the offer.'),
    metric: must(
      object<Aggregation>({
        on: must(match, 'Which events count.'),
        agg: must(aggregate, 'How they are put together.'),
        of: may(fieldPath, 'Which number.'),
        by: may(fieldPath, 'Which values are told apart.'),
      }),
      'What is compared before and after.',
    ),
    windows: must(list(duration, MAX_PARTS, 1), 'Lengths before and after the offer.'),
    holdout: may(integer(0, 99), 'Percent of members kept without the offer.'),
  },
  'Measure',
);
