// POST /api/operator/overview: what the operator's page shows, a part at a time, so that none waits for or falls with another.
// Signed, like every call, by a key: an operator's.
import * as v from 'valibot';
import { LOCALES } from '#base/locale.ts';
import { MAX_RECORD_BYTES } from './limits.ts';
import { base64Bytes, count, epochMs, hexBytes, recordId, slug } from './shapes.ts';

const amount = v.pipe(v.number(), v.safeInteger());
/** Days since 1970-01-01 in UTC. */
const day = count;
/** What is stored is shown: a name that would be refused today must not take the page away. */
const stored = v.string();
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** Most days in one answer: two windows of eight weeks. */
export const MAX_SALES_DAYS = 112;

const offerReference = v.variant('kind', [
  v.strictObject({ kind: v.literal('programme'), programme: id }),
  v.strictObject({ kind: v.literal('voucher'), programme: id, voucher: id }),
  v.strictObject({ kind: v.literal('campaign'), programme: id, voucher: id, campaign: id }),
]);

export const operatorRequest = v.variant('part', [
  v.strictObject({ v: v.literal(1), part: v.literal('offers') }),
  v.strictObject({
    v: v.literal(1),
    part: v.literal('sales'),
    /** Without one: whichever sold most. */
    merchant: v.nullable(slug),
    /** Whose redemptions to count beside the sales. */
    offer: v.nullable(offerReference),
    firstDay: day,
    days: v.pipe(v.number(), v.safeInteger(), v.minValue(2), v.maxValue(MAX_SALES_DAYS)),
  }),
  v.strictObject({ v: v.literal(1), part: v.literal('terminals') }),
  v.strictObject({ v: v.literal(1), part: v.literal('liabilities') }),
  v.strictObject({ v: v.literal(1), part: v.literal('conflicts') }),
  v.strictObject({ v: v.literal(1), part: v.literal('audit') }),
]);

const currency = v.strictObject({ code: stored, exponent: v.picklist([0, 1, 2, 3]) });
/** By language. */
const names = v.record(v.picklist(LOCALES), stored);
const money = v.strictObject({ amountMinor: amount, currency });

/** One merchant's day: sales that a member's log holds, counted and summed. */
const merchantDay = v.strictObject({
  day,
  sales: count,
  /** Different members who bought. */
  members: count,
  /** Sales in which a voucher was used. */
  withVoucher: count,
  /** List prices before any voucher, in minor units. */
  amountMinor: amount,
  /** Sales in which a voucher of the offer was used that was asked for. */
  redemptions: count,
});

/** The day on which it was published or given out; null when nobody knows any more. */
const offer = v.strictObject({ reference: offerReference, name: names, day: v.nullable(day) });

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
  v.strictObject({ kind: v.literal('owed_to_shop'), merchant: stored, money }),
]);

const till = v.strictObject({ merchant: stored, number: count, name: stored });

const conflict = v.strictObject({
  id: recordId,
  receivedAt: epochMs,
  /** By the clock of whoever made it. */
  occurredAt: v.nullable(amount),
  code: v.nullable(stored),
  /** Beginning of the id of the key that brought it. */
  key: hexBytes(8),
  /** Whose key that is, when it is a till's. */
  till: v.nullable(till),
  /** What was booked as lost; nothing when somebody else's record of the same use bears it. */
  loss: v.nullable(money),
  /** The record as it was signed: anybody can verify it. */
  evidence: base64Bytes(MAX_RECORD_BYTES),
});

const audit = v.strictObject({
  /** Whether the newest `checked` of all `rows` follow one another up to the head. */
  whole: v.boolean(),
  checked: count,
  rows: count,
  newest: v.array(v.strictObject({ seq: count, at: epochMs, actor: stored, act: stored, target: stored })),
});

const head = { v: v.literal(1), now: epochMs, operator: stored };

export const operatorReplies = {
  offers: v.strictObject({
    ...head,
    merchants: v.array(v.strictObject({ slug, name: stored, currency, offers: v.array(offer) })),
  }),
  sales: v.strictObject({ ...head, merchant: v.nullable(slug), days: v.array(merchantDay) }),
  terminals: v.strictObject({
    ...head,
    terminals: v.array(v.strictObject({ ...till.entries, seenAt: epochMs, revoked: v.boolean() })),
  }),
  liabilities: v.strictObject({ ...head, liabilities: v.array(liability) }),
  conflicts: v.strictObject({ ...head, conflicts: v.array(conflict) }),
  audit: v.strictObject({ ...head, audit }),
};

export type OperatorRequest = v.InferOutput<typeof operatorRequest>;
export type OperatorPart = OperatorRequest['part'];
export type OperatorReply<P extends OperatorPart> = v.InferOutput<(typeof operatorReplies)[P]>;
/** What a part says, without what every reply begins with. */
export type PartContent<P extends OperatorPart> = Omit<OperatorReply<P>, 'v' | 'now' | 'operator'>;
export type OfferReference = v.InferOutput<typeof offerReference>;
export type MerchantOffers = OperatorReply<'offers'>['merchants'][number];
export type Offer = v.InferOutput<typeof offer>;
export type Liability = v.InferOutput<typeof liability>;
export type Conflict = v.InferOutput<typeof conflict>;
export type AuditPart = v.InferOutput<typeof audit>;
export type MerchantDay = v.InferOutput<typeof merchantDay>;
