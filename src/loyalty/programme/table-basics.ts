// Tables of the format: names, numbers, tests and matches.
import { instantMs } from './instant.ts';
import { MAX_ALTERNATIVES, MAX_FIELD_LENGTH, MAX_ID_LENGTH, MAX_STRING_LENGTH } from './limits.ts';
import type { NamedValues } from './named.ts';
import type { Match } from './types.ts';
import { either, flag, integer, list, map, may, naming, object, tuple } from './shape.ts';
import type { EitherShape, TextShape, TupleShape } from './shape.ts';

const MAX = Number.MAX_SAFE_INTEGER;
export const anyInteger = integer(-MAX, MAX);
export const natural = integer(0, MAX);
export const positive = integer(1, MAX);

export const plainText: TextShape = {
  kind: 'text',
  pattern: /^[^\p{Cc}\p{Cs}]+$/u,
  maxLength: MAX_STRING_LENGTH,
  what: 'a text without control characters',
};

export const id: TextShape = {
  kind: 'text',
  name: 'Id',
  pattern: /^[a-z0-9_-]+$/,
  maxLength: MAX_ID_LENGTH,
  what: 'an id of the characters a-z 0-9 - _',
};

/** An id of this programme, or `programme/id` for one of a programme listed in `needs`. */
const reference: TextShape = {
  kind: 'text',
  pattern: /^[a-z0-9_-]+(\/[a-z0-9_-]+)?$/,
  maxLength: 2 * MAX_ID_LENGTH + 1,
  what: 'an id, or programme/id',
};
export const unitRef = naming('UnitRef', id);
export const voucherRef = naming('VoucherRef', id);
export const segmentRef = naming('SegmentRef', id);
export const ladderRef = naming('LadderRef', id);
export const markRef = naming('MarkRef', id);
export const markSet = naming('MarkSet', id);
export const metricRef = naming('MetricRef', reference);
export const tierRef: TupleShape = tuple([reference, id], 'a ladder and one of its tiers', 'TierRef');

export const fieldName: TextShape = {
  kind: 'text',
  name: 'FieldName',
  pattern: /^[A-Za-z][A-Za-z0-9_-]*$/,
  maxLength: MAX_FIELD_LENGTH,
  what: 'the name of an event field',
};
export const fieldPath: TextShape = {
  ...fieldName,
  name: 'FieldPath',
  pattern: /^(line\.)?[A-Za-z][A-Za-z0-9_-]*$/,
  what: 'the name of an event field, or line.<field>',
};
export const rateKey: TextShape = {
  kind: 'text',
  name: 'RateKey',
  pattern: /^((line\.)?[A-Za-z][A-Za-z0-9_-]*|tier:[a-z0-9_-]+(\/[a-z0-9_-]+)?)$/,
  maxLength: 2 * MAX_ID_LENGTH + 6,
  what: 'an event field, line.<field> or tier:<ladder>',
};

export const instant: TextShape = {
  kind: 'text',
  name: 'Instant',
  pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/,
  maxLength: 29,
  what: 'a date-time with offset that exists, such as 2019-03-01T12:00:00-08:00',
  isReal: (text) => instantMs(text) !== undefined,
};

export const rate: TupleShape = tuple(
  [natural, positive],
  'a fraction [n, d] of integers with n >= 0, d > 0',
  'Rat',
);
export const signedRate = tuple([anyInteger, positive], 'a fraction [n, d] of integers with d > 0');

export const scalar: EitherShape = either({ string: plainText, number: anyInteger, boolean: flag });
const range = object<NamedValues['Range']>(
  {
    ge: may(anyInteger, 'At least.'),
    gt: may(anyInteger, 'More than.'),
    le: may(anyInteger, 'At most.'),
    lt: may(anyInteger, 'Less than.'),
  },
  'Range',
);
export const test = either(
  {
    string: plainText,
    number: anyInteger,
    boolean: flag,
    list: list(scalar, MAX_ALTERNATIVES, 1),
    object: range,
  },
  'Test',
);
export const eventTests = map(fieldName, test, MAX_ALTERNATIVES);
export const lineMatch = { ...eventTests, name: 'LineMatch' as const };
export const match = object<Match>(
  {
    type: may(
      either({ string: plainText, list: list(plainText, MAX_ALTERNATIVES, 1) }),
      'Event type, or any of several.',
    ),
    where: may(eventTests, 'Tests on fields of the event; all must hold.'),
    line: may(lineMatch, 'Tests that at least one line must pass.'),
  },
  'Match',
);
