// From what two devices signed to what the engine folds. The wallet's worker and the server call these very functions, so
// that the same receipts give the same events, the same balances and the same voucher keys on both sides.
import type { EventLine, Id, Instant, Int, LoyaltyEvent } from '#loyalty/programme/types.ts';
import { instantFromSeconds } from './utc-instant.ts';

/** What a till states about a sale: facts, never points. */
export interface PurchaseFacts {
  readonly lines: readonly PurchaseLine[];
  /** The means of payment, when a programme rates by it. */
  readonly payWith?: string;
}

export interface PurchaseLine {
  /** List price, before any voucher. */
  readonly amountMinor: Int;
  /** One of the merchant's categories. */
  readonly category: string;
  /** The shop within a multi-merchant sale. */
  readonly store?: string;
}

export interface PurchaseInput {
  /** Message id of the receipt, hex: it becomes the event id, so a receipt known twice is one event. */
  readonly receiptId: string;
  /** When the till says it happened, epoch seconds. */
  readonly atS: Int;
  /** Member id, hex. */
  readonly memberId: string;
  readonly merchantSlug: string;
  readonly facts: PurchaseFacts;
  /** The voucher that the sale used up. */
  readonly use?: VoucherUse;
}

export interface VoucherUse {
  readonly programmeId: Id;
  readonly voucherId: Id;
  /** `voucherName` of the very voucher; without it the fold takes the one of its kind that ends soonest. */
  readonly name?: string | undefined;
}

export interface EnrolInput {
  /** Id of the signed join record. */
  readonly recordId: string;
  readonly atMs: Int;
  readonly memberId: string;
  readonly programmeId: Id;
}

/** A purchase as every programme of the merchant may see it; `use` is qualified, `eventsOfProgramme` makes it plain. */
export function purchaseEvent(input: PurchaseInput): LoyaltyEvent {
  const { facts, use } = input;
  return {
    id: input.receiptId,
    at: instantFromSeconds(input.atS),
    type: 'purchase',
    member: input.memberId,
    merchant: input.merchantSlug,
    lines: facts.lines.map(eventLine),
    ...(facts.payWith === undefined ? {} : { payWith: facts.payWith }),
    ...(use === undefined ? {} : { use: [referenceTo(use)] }),
  };
}

function referenceTo({ programmeId, voucherId, name }: VoucherUse): string {
  return `${programmeId}/${voucherId}${name === undefined ? '' : `#${name}`}`;
}

function eventLine(line: PurchaseLine, index: number): EventLine {
  const { amountMinor, category, store } = line;
  return {
    id: lineId(index),
    amount: amountMinor,
    cat: category,
    ...(store === undefined ? {} : { store }),
  };
}

function lineId(index: number): string {
  return `l${index + 1}`;
}

export interface UndoInput {
  /** Message id of the void receipt, hex: it becomes the event id. */
  readonly undoId: string;
  readonly atS: Int;
  readonly memberId: string;
  readonly merchantSlug: string;
  /** The receipt taken back: hex message id and time. */
  readonly receiptId: string;
  readonly receiptAtS: Int;
  /** What comes back of each line; absent: all of the receipt, as if it had never been. */
  readonly lines?: readonly { readonly index: Int; readonly amountMinor: Int }[];
}

/**
 * A receipt is taken back: `void` leaves no trace of it, `refund` is an event of its own time. A refund within the
 * second of its purchase is moved behind it, because events of one second are ordered by their ids.
 */
export function undoEvent(input: UndoInput): LoyaltyEvent {
  const { lines } = input;
  const undo = {
    id: input.undoId,
    at: instantFromSeconds(Math.max(input.atS, input.receiptAtS + 1)),
    member: input.memberId,
    merchant: input.merchantSlug,
    of: input.receiptId,
  };
  if (lines === undefined) return { ...undo, type: 'void' };
  return {
    ...undo,
    type: 'refund',
    lines: lines.map(({ index, amountMinor }) => ({ id: lineId(index), amount: amountMinor })),
  };
}

/** Till and phone need not agree to the second: a sale this long before the join still counts. */
export const JOIN_TOLERANCE_S = 300;

/** A member joins one programme. Whole seconds, rounded down, as in receipts. */
export function enrolEvent(input: EnrolInput): LoyaltyEvent {
  const atS = Math.floor(input.atMs / 1000);
  return {
    id: input.recordId,
    at: instantFromSeconds(atS),
    type: 'enrol',
    member: input.memberId,
    programme: input.programmeId,
    countsFrom: instantFromSeconds(Math.max(0, atS - JOIN_TOLERANCE_S)),
  };
}

export interface ProgrammeScope {
  readonly programmeId: Id;
  /** Slugs of the merchants that take part. */
  readonly merchants: readonly string[];
  readonly sales?: SaleFields;
}

/**
 * By slug: what the programme's rules know about a sale there and no till states, such as the network a shop belongs to, or
 * that a sale of an airline is a `flight` (`type`). A `store` is that of the lines that name none.
 */
export type SaleFields = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The part of a member's log that one programme folds: the member's enrolments in it and, from the first of them on, the
 * purchases and visits at its merchants, with only its own vouchers in `use`, what the member stated to it, payments in its
 * own points, and what was taken back of all these. Empty until the member has joined.
 */
export function eventsOfProgramme(
  log: readonly LoyaltyEvent[],
  scope: ProgrammeScope,
): readonly LoyaltyEvent[] {
  const countsFrom = countsFromOf(log, scope.programmeId);
  return countsFrom === undefined ? [] : eventsCounting(log, scope, countsFrom);
}

/** From when on purchases count; `undefined` when the log holds no enrolment in the programme. */
export function countsFromOf(log: readonly LoyaltyEvent[], programmeId: Id): Instant | undefined {
  return log
    .filter((event) => isEnrolment(event, programmeId))
    .map((event) => String(event['countsFrom']))
    .toSorted()[0];
}

/** The same part of any stretch of the log, once it is known from when on purchases count. */
export function eventsCounting(
  log: readonly LoyaltyEvent[],
  { programmeId, merchants, sales }: ProgrammeScope,
  countsFrom: Instant,
): readonly LoyaltyEvent[] {
  const slugs = new Set(merchants);
  const purchases = log.filter(
    // All instants here have one form and offset (`instantFromSeconds`), so their texts sort as times.
    (event) => isAtCounter(event) && slugs.has(String(event['merchant'])) && event.at >= countsFrom,
  );
  const enrolments = log.filter((event) => isEnrolment(event, programmeId));
  // What a stretch takes back may lie before it: the engine passes over what it does not know.
  const undone = log.filter((event) => UNDOING.has(event.type) && slugs.has(String(event['merchant'])));
  const statements = log.filter((event) => isStatement(event, programmeId) && event.at >= countsFrom);
  const seen = purchases.map((event) => (event.type === 'purchase' ? withSaleFields(event, sales) : event));
  return [
    ...enrolments,
    ...seen.map((event) => withOwnVouchers(event, programmeId)),
    ...statements,
    ...undone,
  ];
}

function isEnrolment(event: LoyaltyEvent, programmeId: Id): boolean {
  return event.type === 'enrol' && event['programme'] === programmeId;
}

const UNDOING: ReadonlySet<string> = new Set(['void', 'refund']);

/** Types of events that name the programme they are for: what a member says without a till, and payments in its points. */
const STATEMENTS: ReadonlySet<string> = new Set(['redeem', 'activity', 'profile', 'payment', 'refund']);

function isAtCounter({ type }: LoyaltyEvent): boolean {
  return type === 'purchase' || type === 'visit';
}

function isStatement(event: LoyaltyEvent, programmeId: Id): boolean {
  return STATEMENTS.has(event.type) && event['programme'] === programmeId;
}

/** A sale as the rules of a programme know it, its fields added. */
export function withSaleFields(event: LoyaltyEvent, sales: SaleFields = {}): LoyaltyEvent {
  const slug = String(event['merchant']);
  const fields = Object.hasOwn(sales, slug) ? sales[slug]! : {};
  const { store } = fields;
  const lines = store === undefined ? {} : { lines: event.lines?.map((line) => ({ store, ...line })) ?? [] };
  return { ...event, ...fields, ...lines };
}

function withOwnVouchers(event: LoyaltyEvent, programmeId: Id): LoyaltyEvent {
  const { use, ...rest } = event;
  const own = (use ?? [])
    .filter((reference) => reference.startsWith(`${programmeId}/`))
    .map((reference) => reference.slice(programmeId.length + 1));
  return own.length === 0
    ? { ...rest, id: event.id, at: event.at, type: event.type }
    : { ...event, use: own };
}
