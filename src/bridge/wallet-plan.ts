// Planning a purchase: what it would give, and which voucher serves it best. Nothing asked here is kept, sent or counted.
import type { Locale } from '#base/locale.ts';
import type { Currency, Money, Outcome, ProgrammeLook } from './common-views.ts';
import type { PostingView } from './posting-views.ts';
import type { UnsettledProgramme } from './wallet-folds.ts';

export interface PlanApi {
  /** Where a purchase can be tried out: the merchants of the joined programmes. */
  planChoices(locale: Locale): Promise<PlanChoices>;
  /** What a purchase would do to every joined programme of its merchant. Refusals: `PlanRefusal`. */
  whatIf(basket: Basket, locale: Locale): Promise<Outcome<WhatIfView>>;
  /** The member's vouchers for a basket, here and at other merchants. Refusals: `PlanRefusal`. */
  bestVouchers(basket: Basket, locale: Locale): Promise<Outcome<BestVouchersView>>;
  /**
   * The purchase of a till's receipt as a basket; the receipt is neither kept nor claimed. Refusals: those of receipts,
   * `code_not_for_wallet` for a code without a purchase, `nothing_joined_there` where nothing is joined.
   */
  readBasket(text: string): Promise<Outcome<Basket>>;
}

/** Why a basket cannot be tried: nothing joined there, no amount, more lines or other categories than a till knows. */
export type PlanRefusal = 'nothing_joined_there' | 'amount_missing' | 'too_many_lines' | 'category_unknown';

export interface Basket {
  readonly merchantSlug: string;
  /** 1 to 6, list prices in minor units of the merchant's currency. */
  readonly lines: readonly BasketLine[];
  /** The means of payment, where a programme rates by it. */
  readonly payWith?: string;
  /** When it would be bought; now when absent. The past is taken as now. */
  readonly atMs?: number;
}

export interface BasketLine {
  readonly amountMinor: number;
  readonly category: string;
  /** The shop within a multi-merchant sale, as a scanned receipt names it. */
  readonly store?: string;
}

export interface PlanChoices {
  readonly merchants: readonly PlanMerchant[];
}

export interface PlanMerchant {
  readonly slug: string;
  readonly name: string;
  readonly currency: Currency;
  readonly categories: readonly string[];
  /** Means of payment that a joined programme tells apart; empty when none does. */
  readonly payMeans: readonly string[];
  readonly looks: readonly ProgrammeLook[];
  /** The latest purchase there, to start from. */
  readonly lastBasket?: Basket & { readonly atMs: number };
}

export interface WhatIfView {
  readonly merchantName: string;
  readonly total: Money;
  readonly atMs: number;
  readonly programmes: readonly ProgrammeWhatIf[];
  /** Joined programmes whose numbers have no exact answer. */
  readonly unanswered: readonly ProgrammeLook[];
  /** Joined programmes whose answer comes when their balances are worked out; their vouchers are not compared before. */
  readonly waiting: readonly UnsettledProgramme[];
}

export interface ProgrammeWhatIf {
  readonly look: ProgrammeLook;
  /** What the programme takes off by itself; absent when nothing. */
  readonly discount?: Money;
  readonly units: readonly UnitChange[];
  /** Every change of a balance with its rule and factors. */
  readonly postings: readonly PlannedPosting[];
  readonly ladders: readonly LadderChange[];
  readonly challenges: readonly ChallengeChange[];
  readonly scores: readonly ScoreChange[];
  readonly issued: readonly IssuedVoucher[];
}

export interface UnitChange {
  readonly unitId: string;
  readonly unitName: string;
  readonly scale: number;
  /** What the purchase earns, also when it turns into a voucher at once or is usable only later. */
  readonly earnedQty: number;
  readonly beforeQty: number;
  readonly afterQty: number;
}

/** A posting as the activity shows it, of a purchase that nobody made. */
export interface PlannedPosting extends PostingView {
  /** Not part of the balance before. */
  readonly usableFromMs?: number;
}

export interface LadderChange {
  readonly ladderId: string;
  readonly before?: string;
  readonly after?: string;
  /** The level is another one afterwards. */
  readonly moves: boolean;
  /** What the next level still lacks, before and after, in words of what it counts. */
  readonly missingBefore?: string;
  readonly next?: { readonly name: string; readonly missing: string };
}

export interface ChallengeChange {
  readonly ruleId: string;
  readonly name: string;
  /** In words of what it counts: money, points or a number. */
  readonly before: string;
  readonly after: string;
  readonly goal: string;
  /** Of the goal, 0 to 1000, for a bar. */
  readonly shareBefore: number;
  readonly shareAfter: number;
  readonly reached: boolean;
}

/** A number that the programme computes: of the purchase's time, or of the next time it is computed. */
export interface ScoreChange {
  readonly scoreId: string;
  readonly name: string;
  /** In words of what it counts, without the purchase and with it. */
  readonly before: string;
  readonly after: string;
  /** When it is computed; absent for a number that follows at once. */
  readonly computedMs?: number;
  /** The level that this computation then reaches, where it would not otherwise. */
  readonly reaches?: string;
}

export interface IssuedVoucher {
  readonly title: string;
  readonly count: number;
  readonly untilMs?: number;
}

export interface BestVouchersView {
  readonly total: Money;
  /** What is due at the basket's merchant without a voucher: automatic discounts are off already. */
  readonly withoutVoucher: Money;
  /** Lowest price first; what lapses first where prices are equal. */
  readonly here: readonly VoucherChoice[];
  /** Vouchers that only lack spend. */
  readonly almost: readonly AlmostVoucher[];
  /** The best at each other merchant that sells the same, lowest price first. */
  readonly elsewhere: readonly VoucherChoice[];
  /** `false` when the vouchers can be combined in more ways than were tried. */
  readonly complete: boolean;
}

export interface VoucherChoice {
  readonly merchantSlug: string;
  readonly merchantName: string;
  readonly look: ProgrammeLook;
  /** Shown together in one sale, soonest end first. */
  readonly vouchers: readonly ChosenVoucher[];
  readonly discount: Money;
  readonly payable: Money;
  /** Earned by what is left to pay, over all joined programmes of the merchant. */
  readonly earned: readonly EarnedUnit[];
}

export interface ChosenVoucher {
  /** As in the list of vouchers. */
  readonly key: string;
  readonly title: string;
  readonly untilMs?: number;
  /** `false`: its code comes with the next connection. */
  readonly ready: boolean;
}

export interface EarnedUnit {
  readonly unitName: string;
  readonly qty: number;
  readonly scale: number;
}

export interface AlmostVoucher extends ChosenVoucher {
  readonly look: ProgrammeLook;
  /** That much more on a line, and it is accepted. */
  readonly missing: Money;
}
