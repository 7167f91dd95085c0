// How much a till may sell: receipts state facts of purchases, and points follow from them, so what a till in the wrong
// hands can mint is bounded by the purchases it may sign for. The till holds itself to this, and the server holds it to it
// (decision 15).
import type { Facts, SalesLimits, TerminalCertificate } from './messages.ts';

/** Purchases of one day of a till (days since 1970, UTC, of the receipts' own time). */
export interface SalesOfDay {
  readonly number: number;
  readonly receipts: number;
  readonly salesMinor: number;
}

/** A return of a fifth at most makes earning worth no more than the discounts that a till may give away in a day. */
const DAYS_OF_VALUE = 5;
/** 5,000 receipts a day for the server's tills, one every 17 seconds around the clock. */
const POINTS_PER_RECEIPT = 40;

/** Those of the certificate, else what its caps come to: so every certificate has them, in its own currency and its share. */
export function salesLimitsOf({ sales, caps }: Pick<TerminalCertificate, 'sales' | 'caps'>): SalesLimits {
  if (sales !== undefined) return sales;
  return {
    perReceiptMinor: caps.valuePerDayMinor,
    perDayMinor: atMostSafe(caps.valuePerDayMinor * DAYS_OF_VALUE),
    receiptsPerDay: Math.ceil(caps.pointsPerDay / POINTS_PER_RECEIPT),
  };
}

/** List price of all lines, before any voucher: what the engine sees. Without facts a receipt earns nothing. */
export function salesMinorOf(facts: Pick<Facts, 'lines'> | undefined): number {
  return atMostSafe((facts?.lines ?? []).reduce((sum, { amountMinor }) => sum + amountMinor, 0));
}

export function salesDayOf(issuedAtS: number): number {
  return Math.floor(issuedAtS / 86_400);
}

/** The day with one more receipt, or `undefined` when that is more than the till may sign for. */
export function addSale(day: SalesOfDay, salesMinor: number, limits: SalesLimits): SalesOfDay | undefined {
  return salesMinor > salesLeftMinor(day, limits)
    ? undefined
    : { number: day.number, receipts: day.receipts + 1, salesMinor: day.salesMinor + salesMinor };
}

/** The most that one more receipt of the day may come to; -1 when there may be none, not even of nothing. */
export function salesLeftMinor(day: SalesOfDay, limits: SalesLimits): number {
  if (day.receipts >= limits.receiptsPerDay) return -1;
  return Math.max(-1, Math.min(limits.perReceiptMinor, limits.perDayMinor - day.salesMinor));
}

function atMostSafe(amountMinor: number): number {
  return Math.min(amountMinor, Number.MAX_SAFE_INTEGER);
}
