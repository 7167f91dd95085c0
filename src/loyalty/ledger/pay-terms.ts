// Which points a merchant takes as money, and how many of them an amount is. Till, wallet and server ask these very
// functions, so that a payment that says "250 points" means the same 250 everywhere.
import { matches, viewOf } from '#loyalty/engine/event-view.ts';
import { instantMs } from '#loyalty/programme/instant.ts';
import type { Id, Instant, Int, LoyaltyEvent, Pay, Programme, Rat } from '#loyalty/programme/types.ts';
import { type Result, err, ok } from '#base/result.ts';
import { instantFromSeconds } from './utc-instant.ts';

/** A programme as a merchant's till, a wallet or the server knows it. */
export interface PayingProgramme {
  readonly number: Int;
  readonly definition: Programme;
  /** Slugs. */
  readonly merchants: readonly string[];
}

export interface PayTerms {
  readonly programmeId: Id;
  readonly programmeNumber: Int;
  readonly unit: Id;
  /** A point on the wire is a whole unit: `qty` of the engine is points x 10^scale. */
  readonly scale: Int;
  readonly worth: Rat;
  readonly pay: Pay;
}

/**
 * A merchant takes the points of one programme: the first by number that it takes part in and that says what they are
 * worth. Terms that depend on who pays (`worth: {if}`) cannot be told by a till, so such a unit is not taken.
 */
export function payTermsOf(
  programmes: readonly PayingProgramme[],
  merchantSlug: string,
  atS: Int,
): PayTerms | undefined {
  const taking = programmes
    .filter(({ merchants }) => merchants.includes(merchantSlug))
    .toSorted((a, b) => a.number - b.number);
  for (const { number, definition } of taking) {
    if (!admits(definition, merchantSlug, atS)) continue;
    for (const { id: unit, scale, pay } of unitsAt(definition, atS)) {
      if (pay === undefined || !Array.isArray(pay.worth)) continue;
      const worth: Rat = [Number(pay.worth[0]), Number(pay.worth[1])];
      return { programmeId: definition.id, programmeNumber: number, unit, scale, worth, pay };
    }
  }
  return undefined;
}

export type PayRefusal = {
  /** The sale is below what the programme asks; too little for one step of points; nothing to pay. */
  readonly kind: 'min_spend' | 'points_too_few' | 'amount_missing';
};

export interface PointsOffer {
  readonly points: Int;
  /** What they stand for in the sale. */
  readonly valueMinor: Int;
}

/** The most points that pay for `wantedMinor` of a sale without exceeding it. Refusals in this order: see `PayRefusal`. */
export function pointsFor(
  terms: PayTerms,
  { totalMinor, wantedMinor }: { readonly totalMinor: Int; readonly wantedMinor: Int },
): Result<PointsOffer, PayRefusal> {
  const { pay, scale } = terms;
  if (totalMinor <= 0 || wantedMinor <= 0) return err({ kind: 'amount_missing' });
  if (pay.minSpend !== undefined && totalMinor < pay.minSpend) return err({ kind: 'min_spend' });
  const most = pay.share === undefined ? totalMinor : floorOf(totalMinor, pay.share[0], pay.share[1]);
  const dueMinor = Math.min(wantedMinor, most);
  const qty = pay.table === undefined ? byRate(terms, dueMinor) : byTable(terms, dueMinor);
  if (qty === 0 || (pay.min !== undefined && qty < pay.min)) return err({ kind: 'points_too_few' });
  return ok({ points: qty / 10 ** scale, valueMinor: worthOf(terms, qty) });
}

/** What a quantity of the unit pays for, in minor units. */
export function worthOf({ pay, worth }: PayTerms, qty: Int): Int {
  const step = pay.table?.find(([points]) => points === qty);
  return step === undefined ? floorOf(qty, worth[1], worth[0]) : step[1];
}

function byRate({ worth, pay, scale }: PayTerms, dueMinor: Int): Int {
  const step = leastCommonMultiple(pay.step ?? 1, 10 ** scale);
  const qty = floorOf(dueMinor, worth[0], worth[1]);
  return qty - (qty % step);
}

function byTable({ pay, scale }: PayTerms, dueMinor: Int): Int {
  const fitting = (pay.table ?? []).filter(([qty, value]) => value <= dueMinor && qty % 10 ** scale === 0);
  return fitting.reduce((most, [qty]) => Math.max(most, qty), 0);
}

/** floor(a x b / c) without leaving the safe integers on the way. */
function floorOf(a: Int, b: Int, c: Int): Int {
  return Number((BigInt(a) * BigInt(b)) / BigInt(c));
}

function leastCommonMultiple(a: Int, b: Int): Int {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a / x) * b;
}

function unitsAt(definition: Programme, atS: Int): NonNullable<Programme['units']> {
  const inForce = (definition.versions ?? []).filter(
    ({ from }) => (instantMs(from) ?? Infinity) <= atS * 1000,
  );
  // A version replaces every list, also those that it does not name.
  const terms = inForce.toSorted((a, b) => (instantMs(a.from) ?? 0) - (instantMs(b.from) ?? 0)).at(-1);
  return (terms ?? definition).units ?? [];
}

/** Whether the programme's scope lets a payment at this merchant in. */
function admits(definition: Programme, merchantSlug: string, atS: Int): boolean {
  const event = paymentEvent({
    receiptId: '',
    atS,
    memberId: '',
    merchantSlug,
    programmeId: definition.id,
    unit: '',
    qty: 0,
    amountMinor: 0,
  });
  return matches(definition.scope, viewOf(event, atS * 1000));
}

export interface PaymentInput {
  /** Message id of the pay receipt, hex: the event's id. */
  readonly receiptId: string;
  readonly atS: Int;
  /** Hex. */
  readonly memberId: string;
  readonly merchantSlug: string;
  readonly programmeId: Id;
  readonly unit: Id;
  /** Scaled. */
  readonly qty: Int;
  /** What the till took the points for. */
  readonly amountMinor: Int;
}

/** No merchant's category: no rule for lines of a sale means it. */
const PAID_WITH_POINTS = 'paid-with-points';

/** Points handed over at a counter: a fact that both sides have signed, so the engine takes them whatever is left. */
export function paymentEvent(input: PaymentInput): LoyaltyEvent {
  const { receiptId, atS, memberId, merchantSlug, programmeId, unit, qty, amountMinor } = input;
  return {
    id: receiptId,
    at: instantFromSeconds(atS),
    type: 'payment',
    member: memberId,
    merchant: merchantSlug,
    programme: programmeId,
    // What was paid for, so that the engine can give the very points back when the payment is taken back.
    lines: [{ id: 'l1', amount: amountMinor, cat: PAID_WITH_POINTS }],
    pay: [{ unit, qty, ack: 'accepted' }],
  };
}

/** Takes a payment back, whole: the points return to where they came from. `voided`: id of the payment's event. */
export function voidEvent(input: {
  readonly voidId: string;
  readonly atS: Int;
  /** When the payment was made: of two events of one second the engine could take the wrong one first. */
  readonly paidAtS: Int;
  readonly memberId: string;
  readonly programmeId: Id;
  readonly voided: string;
}): LoyaltyEvent {
  const { voidId, atS, paidAtS, memberId, programmeId, voided } = input;
  const at = instantFromSeconds(Math.max(atS, paidAtS + 1));
  return { id: voidId, at, type: 'refund', member: memberId, programme: programmeId, of: voided };
}

/** Somebody was here, by a poster: at most once a day and merchant, by the day of UTC. */
export function visitEvent(input: {
  readonly atS: Int;
  readonly memberId: string;
  readonly merchantSlug: string;
}): LoyaltyEvent {
  const { atS, memberId, merchantSlug } = input;
  const day = visitDay(atS);
  const at: Instant = instantFromSeconds(atS);
  return { id: `visit:${merchantSlug}:${day}`, at, type: 'visit', member: memberId, merchant: merchantSlug };
}

/** Days since 1970. */
export function visitDay(atS: Int): Int {
  return Math.floor(atS / 86_400);
}
