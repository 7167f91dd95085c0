// What the wallet's window may ask of its worker about spending: payments with points, challenges, what may be spent.
import type { Locale } from '#base/locale.ts';
import type { CodeView, Money, Outcome } from './common-views.ts';

/** `Presented` is the wallet's own view of a voucher being shown. */
export interface WalletPayApi<Presented> {
  /**
   * Signs the payment that a scanned request asks for. Its numbers are on the disk before the code exists, and the same
   * request gets the same bytes again. Refusals: those of the request, `points_missing`, `limit_tx`, `limit_wallet`,
   * `cert_expired`, `clock_behind`.
   */
  confirmPayment(text: string, locale: Locale): Promise<Outcome<PaymentCode>>;
  /** The code of a payment once more, by its id. */
  paymentCode(paymentId: string, locale: Locale): Promise<Outcome<PaymentCode>>;
  /** A voucher's presentation that answers a scanned challenge. */
  answerChallenge(text: string, voucherKey: string, locale: Locale): Promise<Outcome<Presented>>;
  /** What may be spent without asking the server. */
  spending(locale: Locale): Promise<SpendingView>;
}

/** What a till asks for; nothing is signed yet. */
export interface PaymentAsk {
  readonly merchantName: string;
  readonly points: number;
  readonly unitName: string;
  readonly value: Money;
  /** Whole points that remain afterwards. */
  readonly remaining: number;
  /** What may be spent offline afterwards. */
  readonly allowanceLeft: number;
  /** Why it cannot be paid, when it cannot. */
  readonly trouble?: { readonly kind: string };
}

export interface PaymentCode {
  readonly paymentId: string;
  readonly code: CodeView;
  readonly ask: PaymentAsk;
  /** The till has answered: there is nothing left to show. */
  readonly answered: boolean;
}

/** A till asks for proof that a code is made now. */
export interface ChallengeAsk<Voucher> {
  readonly merchantName: string;
  /** What could be shown there. */
  readonly vouchers: readonly Voucher[];
}

export interface SpendingView {
  /** Whole points that may be spent before the next sync; 0 without an allowance. */
  readonly left: number;
  readonly perPayment: number;
  readonly untilMs?: number;
  /** `soft`: this browser cannot keep the key safely. `stopped`: the server has stopped this phone. */
  readonly why?: 'soft_key' | 'stopped' | 'nothing_reserved' | 'expired';
}
