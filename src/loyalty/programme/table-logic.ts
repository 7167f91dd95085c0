// Tables of the format: expressions, conditions and rates.
import { MAX_ALTERNATIVES, MAX_STEPS, MAX_TERMS } from './limits.ts';
import type { NamedValues } from './named.ts';
import {
  anyInteger,
  eventTests,
  fieldName,
  id,
  ladderRef,
  lineMatch,
  markRef,
  metricRef,
  plainText,
  rate,
  rateKey,
  segmentRef,
  signedRate,
  tierRef,
  unitRef,
} from './table-basics.ts';
import { between, duration, occasion } from './table-time.ts';
import { either, lazy, list, map, may, must, object, tagged, tuple } from './shape.ts';
import type { Arm, Shape } from './shape.ts';
import type { Cond, Expr, Mult } from './types.ts';

export const expression = lazy('Expr', () => expressionTable);
export const condition = lazy('Cond', () => conditionTable);

const terms = list(expression, MAX_TERMS);
const atLeastOneTerm = list(expression, MAX_TERMS, 1);
const pair = tuple([expression, expression], 'two expressions [a, b]');
const steps = tuple(
  [expression, list(tuple([anyInteger, anyInteger], 'a step [from, value]'), MAX_STEPS, 1)],
  'an expression and its steps [[from, value], ...]',
  'Steps',
);

const expressionTable = either({
  number: anyInteger,
  object: tagged({
    m: object<Arm<Expr, 'm'>>({ m: must(metricRef, 'Value of a metric.') }),
    bal: object<Arm<Expr, 'bal'>>({ bal: must(unitRef, 'Balance of a unit.') }),
    ev: object<Arm<Expr, 'ev'>>({ ev: must(fieldName, 'Integer field of the event.') }),
    rank: object<Arm<Expr, 'rank'>>({
      rank: must(ladderRef, 'Rank of the tier held: 0 none, 1 the lowest.'),
    }),
    add: object<Arm<Expr, 'add'>>({ add: must(terms, 'Sum.') }),
    sub: object<Arm<Expr, 'sub'>>({ sub: must(pair, 'First minus second.') }),
    mul: object<Arm<Expr, 'mul'>>({
      mul: must(
        tuple([expression, signedRate], 'an expression and a fraction'),
        'Product with a fraction, rounded down.',
      ),
    }),
    min: object<Arm<Expr, 'min'>>({ min: must(atLeastOneTerm, 'Smallest.') }),
    max: object<Arm<Expr, 'max'>>({ max: must(atLeastOneTerm, 'Largest.') }),
    if: object<Arm<Expr, 'if'>>({
      if: must(
        tuple([condition, expression, expression], 'a condition and two expressions'),
        'Condition, value when it holds, value when not.',
      ),
    }),
    steps: object<Arm<Expr, 'steps'>>({
      steps: must(steps, 'Value of the last step whose start is reached; 0 before the first.'),
    }),
  }),
});

const conditions = list(condition, MAX_TERMS);
function comparison(sign: string): ReturnType<typeof must> {
  return must(pair, `First ${sign} second.`);
}
const conditionTable = tagged({
  all: object<Arm<Cond, 'all'>>({ all: must(conditions, 'Every one holds.') }),
  any: object<Arm<Cond, 'any'>>({ any: must(conditions, 'At least one holds.') }),
  not: object<Arm<Cond, 'not'>>({ not: must(condition, 'Does not hold.') }),
  ge: object<Arm<Cond, 'ge'>>({ ge: comparison('>=') }),
  gt: object<Arm<Cond, 'gt'>>({ gt: comparison('>') }),
  eq: object<Arm<Cond, 'eq'>>({ eq: comparison('=') }),
  le: object<Arm<Cond, 'le'>>({ le: comparison('<=') }),
  lt: object<Arm<Cond, 'lt'>>({ lt: comparison('<') }),
  has: object<Arm<Cond, 'has'>>({ has: must(id, 'The member has this tag.') }),
  tier: object<Arm<Cond, 'tier'>>({
    tier: must(tierRef, 'The member holds at least this tier of the ladder.'),
  }),
  seg: object<Arm<Cond, 'seg'>>({ seg: must(segmentRef, 'The member is in this segment.') }),
  ev: object<Arm<Cond, 'ev'>>({ ev: must(eventTests, 'Tests on fields of the event.') }),
  cal: object<Arm<Cond, 'cal'>>({ cal: must(occasion, 'The local date and time is such an occasion.') }),
  between: object<Arm<Cond, 'between'>>({ between: must(between, 'Now lies in this interval.') }),
  since: object<Arm<Cond, 'since'>>({
    since: must(
      object<Arm<Cond, 'since'>['since']>({
        mark: must(markRef, 'The mark.'),
        for: must(duration, 'How long after it.'),
      }),
      'The mark was set less than this long ago.',
    ),
  }),
});

const rateTable = object<NamedValues['RateTable']>(
  {
    by: must(rateKey, 'What chooses the rate.'),
    of: must(map(plainText, rate, MAX_ALTERNATIVES), 'Rate for each value.'),
    else: may(rate, 'Rate for every other value; 1 when absent.'),
  },
  'RateTable',
);
export const rateBy = either({ list: rate, object: rateTable }, 'RatBy');

/** A rate, a rate table, or a rate with a condition. */
export const multiplier: Shape = either(
  {
    list: rate,
    object: tagged({
      by: rateTable,
      x: object<Arm<Mult, 'x'>>({
        if: may(condition, 'Only when this holds.'),
        lines: may(lineMatch, 'Only for these lines.'),
        x: must(rateBy, 'The rate.'),
        g: may(id, 'Multipliers of the same group compete: the largest counts.'),
      }),
    }),
  },
  'Mult',
);
