// Tables of the format: effects, rules, rewards.
import { MAX_ISSUED, MAX_PARTS } from './limits.ts';
import type { NamedValues } from './named.ts';
import {
  fieldName,
  fieldPath,
  id,
  ladderRef,
  lineMatch,
  markRef,
  markSet,
  match,
  natural,
  positive,
  unitRef,
  voucherRef,
} from './table-basics.ts';
import { anchor, calendarUnit, duration, tick, timeWindow } from './table-time.ts';
import { condition, expression, multiplier } from './table-logic.ts';
import { limits, round } from './table-lists.ts';
import { choice, flag, integer, list, may, must, object, tagged, tuple } from './shape.ts';
import type { Arm } from './shape.ts';
import type { Cap, Earn, Effect, Reward, Rule } from './types.ts';

const cap = object<Cap>({
  max: must(natural, 'At most this quantity.'),
  win: must(timeWindow, 'In which window.'),
  key: may(id, 'Rules with the same key share the cap.'),
});
const earn = object<Earn>(
  {
    to: must(unitRef, 'The unit.'),
    flat: may(natural, 'A fixed quantity.'),
    times: may(fieldName, 'The fixed quantity times this field of the event.'),
    per: may(
      tuple([positive, natural], 'a rate [amount > 0, quantity]'),
      'So much quantity per so much amount.',
    ),
    of: may(fieldPath, 'The amount: net when absent, or an integer field.'),
    lines: may(lineMatch, 'Only these lines.'),
    whole: may(flag, 'Only full amounts count.'),
    perLine: may(flag, 'Rounded line by line.'),
    mult: may(list(multiplier, MAX_PARTS), 'Multipliers.'),
    least: may(natural, 'At least this quantity.'),
    maxPer: may(
      tuple([positive, natural], 'a rate [amount > 0, quantity]'),
      'At most this rate after multipliers.',
    ),
    round: may(round, 'Rounding; down when absent.'),
    cap: may(list(cap, MAX_PARTS), 'At most so much in a window.'),
    after: may(duration, 'Usable only this long after it was earned.'),
  },
  'Earn',
);

const spend = object<Arm<Effect, 'spend'>['spend']>({
  unit: must(unitRef, 'The unit.'),
  qty: must(positive, 'The quantity.'),
});
const issue = object<Arm<Effect, 'issue'>['issue']>({
  voucher: must(voucherRef, 'The voucher.'),
  n: may(integer(1, MAX_ISSUED), 'How many; 1 when absent.'),
});
const grant = object<NamedValues['Grant']>(
  {
    ladder: must(id, 'The ladder.'),
    tier: must(id, 'One of its tiers.'),
    for: may(duration, 'For how long; without end when absent.'),
  },
  'Grant',
);
const revoke = object<Arm<Effect, 'revoke'>['revoke']>({ ladder: must(ladderRef, 'The ladder.') });
const effect = tagged(
  {
    earn: object<Arm<Effect, 'earn'>>({ earn: must(earn, 'Credit a quantity.') }),
    spend: object<Arm<Effect, 'spend'>>({ spend: must(spend, 'Debit a quantity.') }),
    issue: object<Arm<Effect, 'issue'>>({ issue: must(issue, 'Hand out a voucher.') }),
    grant: object<Arm<Effect, 'grant'>>({ grant: must(grant, 'Give a tier.') }),
    revoke: object<Arm<Effect, 'revoke'>>({ revoke: must(revoke, 'Take granted tiers away.') }),
    tag: object<Arm<Effect, 'tag'>>({ tag: must(id, 'Give the member a tag.') }),
    untag: object<Arm<Effect, 'untag'>>({ untag: must(id, 'Take the tag away.') }),
    mark: object<Arm<Effect, 'mark'>>({ mark: must(markSet, 'Remember this moment.') }),
  },
  'Effect',
);
const effects = list(effect, MAX_PARTS);

const ruleFields = {
  id: must(id, 'Id of the rule.'),
  if: may(condition, 'Only when this holds.'),
  limit: may(limits, 'How often it may fire.'),
  do: must(effects, 'What happens.'),
};
type Reset = NonNullable<Arm<Rule, 'reach'>['reset']>;
const reset = tagged({
  this: object<Arm<Reset, 'this'>>(
    {
      this: must(calendarUnit, 'Every calendar unit anew.'),
      anchor: may(anchor, 'Start of the year or of the week.'),
    },
    'Period',
  ),
  mark: object<Arm<Reset, 'mark'>>({ mark: must(markRef, 'Every time this mark is set anew.') }),
});
export const rule = tagged(
  {
    on: object<Arm<Rule, 'on'>>({
      ...ruleFields,
      on: must(match, 'After events like this.'),
      group: may(id, 'Of one group only the rule that earns most fires.'),
    }),
    tick: object<Arm<Rule, 'tick'>>({ ...ruleFields, tick: must(tick, 'At these times.') }),
    reach: object<Arm<Rule, 'reach'>>({
      ...ruleFields,
      reach: must(expression, 'When this value reaches a step.'),
      at: may(positive, 'The one step.'),
      every: may(positive, 'A step at every multiple.'),
      max: may(positive, 'At most so many steps.'),
      reset: may(reset, 'Steps count anew; once in a lifetime when absent.'),
      spend: may(unitRef, 'Each step spends its quantity of this unit.'),
      undo: may(choice('never', 'unused'), 'Whether a refund takes an unused bonus back.'),
    }),
  },
  'Rule',
);

type Cost = NonNullable<Reward['cost']>;
export const reward = object<Reward>(
  {
    id: must(id, 'Id of the reward.'),
    if: may(condition, 'Who may ask for it.'),
    cost: may(
      tagged({
        unit: object<Arm<Cost, 'unit'>>({
          unit: must(unitRef, 'Paid in this unit.'),
          qty: must(expression, 'How much.'),
        }),
        money: object<Arm<Cost, 'money'>>({ money: must(expression, 'Price in minor units.') }),
      }),
      'What it costs; nothing when absent.',
    ),
    limit: may(limits, 'How often a member may have it.'),
    drop: may(tick, 'When a new batch opens.'),
    open: may(duration, 'How long a batch stays open.'),
    stock: may(natural, 'How many there are, per batch.'),
    gives: may(effects, 'What the member gets.'),
  },
  'Reward',
);
