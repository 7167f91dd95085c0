// POST /api/operator/overview: what the operator's page shows. Signed, like every call, by a key: an operator's.
import * as v from 'valibot';
import { base64Bytes, count, epochMs, hexBytes, recordId, refusalKind, shortText, slug } from './shapes.ts';

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

export const operatorReply = v.strictObject({
  v: v.literal(1),
  now: epochMs,
  operator: shortText,
  merchants: v.array(
    v.strictObject({
      slug,
      name: shortText,
      currency: v.strictObject({ code: v.pipe(v.string(), v.length(3)), exponent: v.picklist([0, 1, 2, 3]) }),
      days: v.array(merchantDay),
    }),
  ),
  /** What the books owe: positive when members hold points, or a programme bears a loss. */
  liabilities: v.array(v.strictObject({ account: v.string(), amount })),
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
      occurredAt: v.nullable(epochMs),
      code: v.nullable(refusalKind),
      /** Beginning of the id of the key that brought it. */
      key: hexBytes(8),
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

export type MerchantDay = v.InferOutput<typeof merchantDay>;
export type OperatorReply = v.InferOutput<typeof operatorReply>;
