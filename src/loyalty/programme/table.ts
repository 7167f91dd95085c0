// The table of the whole format; `types.ts` is its static twin, and the compiler compares the two key by key.
import { MAX_DECLARATIONS, MAX_PARTS, MAX_VERSIONS } from './limits.ts';
import { fieldName, id, instant, match } from './table-basics.ts';
import { benefit, feedItem, ladder, measure, metric, segment, unit, voucher } from './table-lists.ts';
import { reward, rule } from './table-rules.ts';
import { integer, list, may, must, object } from './shape.ts';
import type { Shape, TextShape } from './shape.ts';
import type { Lists, Programme } from './types.ts';

const zone: TextShape = {
  kind: 'text',
  pattern: /^(UTC|[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z][A-Za-z0-9_+-]*){1,2})$/,
  maxLength: 50,
  what: 'the name of a time zone, such as Asia/Tehran',
};
const currencyCode: TextShape = {
  kind: 'text',
  pattern: /^[A-Z]{3}$/,
  maxLength: 3,
  what: 'an ISO 4217 code, such as EUR',
};

function declarations(of: Shape): Shape {
  return list(of, MAX_DECLARATIONS);
}
const listFields = {
  units: may(declarations(unit), 'Quantities that are held in lots.'),
  metrics: may(declarations(metric), 'Numbers over a window of the past.'),
  segments: may(declarations(segment), 'Named conditions.'),
  ladders: may(declarations(ladder), 'Ranked statuses.'),
  vouchers: may(declarations(voucher), 'Claims on value.'),
  rewards: may(declarations(reward), 'Exchanges that a member asks for.'),
  rules: may(declarations(rule), 'When something happens, do something.'),
  benefits: may(declarations(benefit), 'Rights that are simply true or not.'),
  feed: may(declarations(feedItem), 'Ranked content.'),
  measures: may(declarations(measure), 'Effects of offers.'),
};

/** Names of the ten lists, in the order of the format. */
export const LIST_NAMES = Object.keys(listFields) as (keyof Lists)[];

export const programmeTable = object<Programme>({
  id: must(id, 'Id of the programme; changing the past needs a new one.'),
  tz: must(zone, 'Time zone of all calendar work.'),
  currency: must(
    object<Programme['currency']>({
      code: must(currencyCode, 'ISO 4217 code.'),
      exp: must(integer(0, 4), 'Decimal places of the minor unit.'),
    }),
    'Currency of all money, in minor units.',
  ),
  needs: may(list(id, MAX_PARTS), 'Programmes that this one reads.'),
  scope: may(match, 'Only events like this concern the programme.'),
  dedupe: may(list(fieldName, MAX_PARTS, 1), 'Events that agree in all of these fields are one.'),
  ...listFields,
  versions: may(
    list(
      object<{ readonly from: string } & Lists>({
        from: must(instant, 'In force from then on.'),
        ...listFields,
      }),
      MAX_VERSIONS,
    ),
    'Later terms, the earliest first.',
  ),
});
