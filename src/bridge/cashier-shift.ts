// A shift: who answers for which receipts, and what they come to.
import type { Locale } from '#base/locale.ts';
import type { Currency, Money, Outcome } from './common-views.ts';
import type { TillRecord } from './till-record.ts';

export interface CashierShiftApi {
  /** The shift that is open, or what was recorded since the last one was closed. Refusal: `not_enrolled`. */
  shift(): Promise<Outcome<ShiftView>>;
  /** Refusals: `not_enrolled`, `shift_open`, those of the storage. */
  openShift(cashier?: string): Promise<Outcome<ShiftView>>;
  /** Refusals: `not_enrolled`, `shift_not_open`, those of the storage. */
  closeShift(): Promise<Outcome<ShiftReport>>;
  /** Closed ones, newest first. */
  pastShifts(limit: number, before?: number): Promise<readonly ShiftSummary[]>;
  /** Refusals: `not_enrolled`, `shift_unknown`. */
  shiftReport(number: number): Promise<Outcome<ShiftReport>>;
}

export interface ShiftSummary {
  readonly number: number;
  readonly cashier?: string;
  readonly openedAtMs: number;
  readonly closedAtMs: number;
}

export interface ShiftView extends ShiftTotals {
  readonly open?: { readonly number: number; readonly cashier?: string; readonly openedAtMs: number };
}

export interface ShiftReport extends ShiftTotals, ShiftSummary {
  readonly merchantName: string;
  readonly tillName: string;
  readonly tillNumber: number;
  readonly currency: Currency;
}

/** Amounts are list prices, before discounts, unless they say otherwise. */
export interface ShiftTotals {
  /** When the first receipt was made; absent when there is none. */
  readonly firstAtMs?: number;
  readonly firstSequence?: number;
  readonly lastSequence?: number;
  /** Sales and redemptions. */
  readonly sales: number;
  /** With what points paid. */
  readonly turnover: Money;
  readonly redemptions: number;
  readonly discounts: Money;
  /** Whole records taken back. */
  readonly voids: number;
  readonly voided: Money;
  /** Parts of records taken back. */
  readonly refunds: number;
  readonly refunded: Money;
  /** Payments with points that were not taken back. */
  readonly payments: number;
  readonly paidWithPoints: Money;
  /** Turnover without discounts, points and what was taken back: what is in the drawer. */
  readonly net: Money;
  readonly categories: readonly {
    readonly category: string;
    readonly lines: number;
    readonly amount: Money;
  }[];
  /** A sale counts for every programme that the merchant takes part in. */
  readonly programmes: readonly {
    readonly names: Readonly<Record<Locale, string>>;
    readonly sales: number;
    readonly amount: Money;
  }[];
  readonly vouchers: readonly {
    readonly title: string;
    readonly uses: number;
    readonly discount: Money;
  }[];
  readonly exceptions: readonly TillRecord[];
  readonly unsent: number;
}
