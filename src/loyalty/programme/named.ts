// The named places of the format, with the type of the value found there: what a check of the linter may be hung on.
import type {
  Benefit,
  Cond,
  Dur,
  Earn,
  Effect,
  Expr,
  Feed,
  Id,
  Instant,
  Int,
  Ladder,
  LineMatch,
  Match,
  Measure,
  Metric,
  Mult,
  Pay,
  Rat,
  RatBy,
  Reward,
  Rule,
  Segment,
  Test,
  Tick,
  Unit,
  Voucher,
  Window,
} from './types.ts';

export interface NamedValues {
  readonly Id: Id;
  readonly Instant: Instant;
  readonly FieldName: string;
  readonly FieldPath: string;
  readonly RateKey: string;
  readonly Rat: Rat;
  readonly Test: Test;
  readonly Range: { readonly ge?: Int; readonly gt?: Int; readonly le?: Int; readonly lt?: Int };
  readonly Match: Match;
  readonly LineMatch: LineMatch;
  readonly Dur: Dur;
  readonly Tick: Tick;
  readonly Occasion: Tick & { readonly month_of?: string; readonly hours?: readonly [Int, Int] };
  readonly Hours: readonly [Int, Int];
  readonly Window: Window;
  readonly Period: Extract<Window, { readonly this: unknown }>;
  readonly Between: readonly [Instant, Instant];
  readonly Expr: Expr;
  readonly Cond: Cond;
  readonly Steps: readonly [Expr, readonly (readonly [Int, Int])[]];
  readonly RatBy: RatBy;
  readonly RateTable: Exclude<RatBy, Rat>;
  readonly Mult: Mult;
  readonly Share: Rat;
  readonly Pay: Pay;
  readonly PayTable: readonly (readonly [Int, Int])[];
  readonly Earn: Earn;
  readonly Effect: Effect;
  readonly Grant: { readonly ladder: Id; readonly tier: Id; readonly for?: Dur };
  readonly Unit: Unit;
  readonly Metric: Metric;
  readonly Segment: Segment;
  readonly Ladder: Ladder;
  readonly Voucher: Voucher;
  readonly Reward: Reward;
  readonly Rule: Rule;
  readonly Benefit: Benefit;
  readonly Feed: Feed;
  readonly Measure: Measure;
  /** References: ids of things declared elsewhere. */
  readonly UnitRef: Id;
  readonly MetricRef: Id;
  readonly LadderRef: Id;
  readonly VoucherRef: Id;
  readonly SegmentRef: Id;
  readonly TierRef: readonly [Id, Id];
  readonly MarkRef: Id;
  readonly MarkSet: Id;
}
