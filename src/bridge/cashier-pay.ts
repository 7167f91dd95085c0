// What the till's window may ask of its worker about paying with points and about challenges.
import type { CodeView, Money, Outcome } from './common-views.ts';

/** `Sale` is the till's own view. What was paid is taken back like any record: by `CashierUndoApi.undo`. */
export interface CashierPayApi<Sale> {
  /** How much of a sale points can pay; signs nothing. Refusals: `not_enrolled`, `points_not_taken`, `points_too_few`, `min_spend`. */
  payOffer(sale: Sale, wantedMinor: number): Promise<Outcome<PayOfferView>>;
  /** Signs a request for the customer to scan; it can be answered for two minutes. Refusals: those of `payOffer`, `cert_*`. */
  requestPayment(sale: Sale, wantedMinor: number): Promise<Outcome<PayRequestCode>>;
  /** A nonce for the customer's phone to answer: proves that what it shows was made now. */
  challenge(): Promise<Outcome<CodeView>>;
}

export interface PayOfferView {
  readonly points: number;
  /** What the points pay, and what is left to pay otherwise. */
  readonly value: Money;
  readonly rest: Money;
  /** The points by the name of the programme, in English; programmes name their units in the wallet's languages. */
  readonly programmeName: string;
}

export interface PayRequestCode extends PayOfferView {
  readonly code: CodeView;
  /** When nobody can answer it any more. */
  readonly untilMs: number;
}
