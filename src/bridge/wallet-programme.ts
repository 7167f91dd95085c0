// The parts of one programme, and what a member does in it without a till.
import type { Money, Outcome } from './common-views.ts';

export interface WalletProgrammeApi {
  /** Claims a reward by a signed record; pending until the server has spoken. */
  claimReward(request: ClaimRequest): Promise<Outcome<null>>;
  /** Reports an activity of the member by a signed record. */
  reportActivity(request: ReportRequest): Promise<Outcome<null>>;
}

export interface ClaimRequest {
  readonly programmeId: string;
  readonly rewardId: string;
  /** Names the person's one decision: the same intent twice is one claim. */
  readonly intentId: string;
}

export interface ReportRequest {
  readonly programmeId: string;
  readonly action: string;
  /** In the smallest step of what is counted; 1 where nothing is counted. */
  readonly quantity: number;
  readonly intentId: string;
}

export interface LotView {
  readonly qty: number;
  readonly fromMs: number;
  readonly untilMs?: number;
  /** The entry that tells why it was given. */
  readonly entryId?: string;
}

/** A number that the programme computes of a member, over time. */
export interface ScoreView {
  readonly id: string;
  readonly name: string;
  /** As it counts now, ready to be read. */
  readonly now: string;
  /** Names of the parts, in the order of `parts` of the points. */
  readonly parts: readonly { readonly name: string; readonly now: string }[];
  readonly points: readonly ScorePoint[];
  /** When it is computed next; absent when it follows every purchase. */
  readonly nextMs?: number;
  /** What it would be if it were computed now; absent when that is the same. */
  readonly wouldBe?: string;
}

export interface ScorePoint {
  readonly atMs: number;
  readonly total: number;
  readonly text: string;
  /** One for each part of the score; together the total. */
  readonly parts: readonly number[];
}

export interface LadderView {
  readonly id: string;
  readonly name: string;
  readonly tiers: readonly TierView[];
}

export interface TierView {
  readonly id: string;
  readonly name: string;
  readonly reached: boolean;
  readonly current: boolean;
  readonly untilMs?: number;
  /** How much is missing, in words of the metric's kind, e.g. money. */
  readonly missing?: string;
  /** How far the way to it is gone, 0 to 1. */
  readonly progress?: number;
}

export interface BenefitsView {
  readonly now: readonly string[];
  readonly next?: { readonly tierName: string; readonly names: readonly string[] };
}

export interface ChallengeView {
  readonly id: string;
  /** What is done and what it gives, in the programme's words. */
  readonly text: string;
  readonly done: string;
  readonly goal: string;
  /** 0 to 1. */
  readonly progress: number;
  readonly untilMs?: number;
}

export interface RewardView {
  readonly id: string;
  readonly name: string;
  readonly price: RewardPrice;
  /** What comes with it: vouchers, a tier. */
  readonly gives: readonly string[];
  readonly state:
    | 'claimable'
    | 'unaffordable'
    | 'not_open'
    | 'out_of_stock'
    | 'limit'
    | 'not_for_you'
    | 'paid_at_shop';
  /** When the next drop comes, for one that is not open. */
  readonly opensMs?: number;
  /** When the open drop ends. */
  readonly closesMs?: number;
  /** How many there are for all members together: who gets one only the server knows. */
  readonly stock?: number;
  /** Claims of this wallet that the server has not decided. */
  readonly pending: number;
}

export type RewardPrice =
  | { readonly kind: 'free' }
  | {
      readonly kind: 'units';
      readonly qty: number;
      readonly scale: number;
      readonly unitName: string;
      /** 0 when it can be paid. */
      readonly missingQty: number;
      readonly balanceQty: number;
    }
  | { readonly kind: 'money'; readonly money: Money };

/** Something a member may report. */
export interface ReportableView {
  readonly action: string;
  readonly name: string;
  /** What it gives, in the programme's words. */
  readonly rule?: string;
  readonly quantity?: {
    readonly name: string;
    readonly scale: number;
    /** More than this earns nothing more in this period. */
    readonly most?: number;
  };
  /** What can still be earned with it in this period; absent where nothing bounds it. */
  readonly left?: { readonly qty: number; readonly scale: number; readonly unitName: string };
  readonly open: boolean;
}

export interface FeedView {
  readonly id: string;
  readonly title: string;
  readonly untilMs: number;
}

export interface VersionView {
  /** The first has no start. */
  readonly fromMs: number;
  readonly ahead: boolean;
  readonly items: readonly ChangedTerm[];
}

export interface ChangedTerm {
  readonly what: 'unit' | 'ladder' | 'tier' | 'reward' | 'benefit' | 'voucher' | 'rule';
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** The terms before and after, where they fit in a few words. */
  readonly before?: string;
  readonly after?: string;
}
