// POST /api/operator/overview: what the operator's page shows. Signed, like every call, by a key: an operator's.
import * as v from 'valibot';
import { LOCALES } from '#base/locale.ts';
import {
  base64Bytes,
  count,
  deviceName,
  epochMs,
  hexBytes,
  recordId,
  refusalKind,
  shortText,
  slug,
} from './shapes.ts';

const amount = v.pipe(v.number(), v.safeInteger());
/** Days since 1970-01-01 in UTC. */
const day = count;

export const operatorRequest = v.strictObject({
  v: v.literal(1),
  /** How many days back the figures go. */
  days: v.pipe(v.number(), v.safeInteger(), v.minValue(2), v.maxValue(366)),
});

/** One merchant's day: sales that a member's log holds, counted and summed. */
export const merchantDay = v.strictObject({
  day,
  sales: count,
  /** Different members who bought. */
  members: count,
  /** Sales in which a voucher was used. */
  withVoucher: count,
  /** List prices before any voucher, in minor units. */
  amountMinor: amount,
});

const currency = v.strictObject({
  code: v.pipe(v.string(), v.length(3)),
  exponent: v.picklist([0, 1, 2, 3]),
});
/** By language. */
const names = v.record(v.picklist(LOCALES), shortText);
const money = v.strictObject({ amountMinor: amount, currency });

/** One line of what the books owe; zero lines are left out. */
const liability = v.variant('kind', [
  /** What members hold of one unit; `qty` is scaled. */
  v.strictObject({
    kind: v.literal('points'),
    programme: names,
    unit: names,
    qty: amount,
    scale: count,
  }),
  /** What the programme bears of what was given twice without a line. */
  v.strictObject({ kind: v.literal('offline_loss'), programme: names, money }),
  /** What a shop has given for others: vouchers given twice, points taken as money. */
  v.strictObject({ kind: v.literal('owed_to_shop'), merchant: shortText, money }),
]);

export const operatorReply = v.strictObject({
  v: v.literal(1),
  now: epochMs,
  operator: shortText,
  merchants: v.array(
    v.strictObject({
      slug,
      name: shortText,
      currency,
      days: v.array(merchantDay),
    }),
  ),
  liabilities: v.array(liability),
  terminals: v.array(
    v.strictObject({
      merchant: slug,
      number: count,
      name: shortText,
      seenAt: epochMs,
      revoked: v.boolean(),
    }),
  ),
  conflicts: v.array(
    v.strictObject({
      id: recordId,
      receivedAt: epochMs,
      /** By the clock of whoever made it. */
      occurredAt: v.nullable(epochMs),
      code: v.nullable(refusalKind),
      /** Beginning of the id of the key that brought it. */
      key: hexBytes(8),
      /** Whose key that is, when it is a till's. */
      till: v.nullable(v.strictObject({ merchant: slug, number: count, name: deviceName })),
      /** What was booked as lost; nothing when somebody else's record of the same use bears it. */
      loss: v.nullable(money),
      /** The record as it was signed: anybody can verify it. */
      evidence: base64Bytes(2048),
    }),
  ),
  audit: v.strictObject({
    whole: v.boolean(),
    rows: v.array(
      v.strictObject({
        seq: count,
        at: epochMs,
        actor: v.string(),
        act: v.string(),
        target: v.string(),
      }),
    ),
  }),
});

export type Liability = v.InferOutput<typeof liability>;
export type MerchantDay = v.InferOutput<typeof merchantDay>;
export type OperatorReply = v.InferOutput<typeof operatorReply>;
