// The programme format: a loyalty programme as data. JSON keys are wire names and stay short; docs/glossary.md spells them out.

/** A safe integer; checked on load and after every operation. */
export type Int = number;
/** ISO 8601 with offset, e.g. `2019-03-01T12:00:00-08:00`. */
export type Instant = string;
/** `[a-z0-9-_]+`; a foreign reference is `programme/id`. */
export type Id = string;
/** An exact fraction n/d with d > 0. */
export type Rat = readonly [Int, Int];
export type Scalar = string | number | boolean;

/** A duration, optionally moved up to the start of the calendar unit after the one it lands in, then extended. */
export interface Dur {
  readonly n: Int;
  readonly u: 's' | 'd' | 'w' | 'mo' | 'y';
  readonly snap?: CalendarUnit;
  /** Start of the year (`"03-01"`) or of the week (0 Sunday .. 6 Saturday). */
  readonly anchor?: string | Int;
  readonly then?: Dur;
}
export type CalendarUnit = 'day' | 'week' | 'month' | 'year';

/** A recurring instant on the programme's wall clock; all given parts must hold; `at` is `HH:MM`, default 00:00. */
export interface Tick {
  readonly dom?: readonly Int[];
  readonly dow?: readonly Int[];
  readonly md?: readonly string[];
  readonly cal?: 'persian';
  readonly anniv?: string;
  readonly at?: string;
}

export type Test =
  | Scalar
  | readonly Scalar[]
  | { readonly ge?: Int; readonly gt?: Int; readonly le?: Int; readonly lt?: Int };
export type LineMatch = Readonly<Record<string, Test>>;
export interface Match {
  readonly type?: string | readonly string[];
  readonly where?: Readonly<Record<string, Test>>;
  readonly line?: LineMatch;
}
export type Window =
  | 'all'
  | { readonly last: Dur }
  | { readonly this: CalendarUnit; readonly anchor?: string | Int; readonly cal?: 'persian' }
  | { readonly between: readonly [Instant, Instant] }
  | { readonly since: Id; readonly for?: Dur };
export type Expr =
  | Int
  | { readonly m: Id }
  | { readonly bal: Id }
  | { readonly ev: string }
  | { readonly rank: Id }
  | { readonly add: readonly Expr[] }
  | { readonly sub: readonly [Expr, Expr] }
  | { readonly mul: readonly [Expr, Rat] }
  | { readonly min: readonly Expr[] }
  | { readonly max: readonly Expr[] }
  | { readonly if: readonly [Cond, Expr, Expr] }
  | { readonly steps: readonly [Expr, readonly (readonly [Int, Int])[]] };
export type Cond =
  | { readonly all: readonly Cond[] }
  | { readonly any: readonly Cond[] }
  | { readonly not: Cond }
  | { readonly ge: readonly [Expr, Expr] }
  | { readonly gt: readonly [Expr, Expr] }
  | { readonly eq: readonly [Expr, Expr] }
  | { readonly le: readonly [Expr, Expr] }
  | { readonly lt: readonly [Expr, Expr] }
  | { readonly has: Id }
  | { readonly tier: readonly [Id, Id] }
  | { readonly seg: Id }
  | { readonly ev: Readonly<Record<string, Test>> }
  | { readonly cal: Tick & { readonly month_of?: string; readonly hours?: readonly [Int, Int] } }
  | { readonly between: readonly [Instant, Instant] }
  | { readonly since: { readonly mark: Id; readonly for: Dur } };

/** A rate by the value of an event field, of `line.<field>`, or of `tier:<ladder>`. */
export type RatBy =
  | Rat
  | { readonly by: string; readonly of: Readonly<Record<string, Rat>>; readonly else?: Rat };
/** Multipliers with the same `g` compete (the largest counts); the others multiply. */
export type Mult =
  | RatBy
  | { readonly if?: Cond; readonly lines?: LineMatch; readonly x: RatBy; readonly g?: Id };

export type Round = 'floor' | 'ceil' | 'half_up' | 'half_even';
/** How often something may fire within a window. */
export interface Limit {
  readonly n: Int;
  readonly win: Window;
}
/** How much may be earned within a window; the same key is one shared cap. */
export interface Cap {
  readonly max: Int;
  readonly win: Window;
  readonly key?: Id;
}

export interface Unit {
  readonly id: Id;
  readonly scale: 0 | 1 | 2 | 3;
  readonly expire?: Dur;
  readonly idle?: Dur;
  readonly pay?: Pay;
}
export interface Pay {
  readonly worth: Rat | { readonly if: readonly [Cond, Rat, Rat] };
  readonly table?: readonly (readonly [Int, Int])[];
  readonly step?: Int;
  readonly min?: Int;
  readonly share?: Rat;
  readonly minSpend?: Int;
  readonly at?: Match;
  readonly if?: Cond;
  readonly earnOnPaid?: boolean;
}
export type Aggregate = 'sum' | 'count' | 'distinct' | 'days' | 'max';
/** A number from the events that match. */
export interface Aggregation {
  readonly on: Match;
  readonly agg: Aggregate;
  readonly of?: string;
  readonly by?: string;
}
export type Metric = { readonly id: Id } & (
  | (Aggregation & { readonly win?: Window; readonly asOf?: 'rec' })
  | { readonly earned: Id; readonly win?: Window }
  | { readonly value: Expr; readonly every?: Tick }
);

export interface Ladder {
  readonly id: Id;
  readonly tiers: readonly { readonly id: Id; readonly if?: Cond }[];
  readonly eval: 'live' | 'event' | 'grant' | Tick;
  readonly base?: boolean;
  readonly hold?: Dur;
  readonly refund?: 'reassess';
}
export type Off =
  | { readonly pct: Int }
  | { readonly fix: Int }
  | { readonly item: true }
  | { readonly access: string };
export interface Voucher {
  readonly id: Id;
  readonly off: Off;
  readonly auto?: Cond;
  readonly if?: Cond;
  readonly at?: Match;
  readonly lines?: LineMatch;
  readonly min?: Int;
  readonly minOn?: 'running' | 'list';
  readonly every?: Int;
  readonly maxTimes?: Int;
  readonly stores?: Int;
  readonly cap?: Int;
  readonly round?: Round;
  readonly useIn?: Dur;
  readonly until?: Instant;
  readonly stage?: Int;
  readonly group?: Id;
  readonly limit?: readonly Limit[];
  readonly onRefund?: 'lost' | 'restore' | 'value';
}

export interface Reward {
  readonly id: Id;
  readonly if?: Cond;
  readonly cost?: { readonly unit: Id; readonly qty: Expr } | { readonly money: Expr };
  readonly limit?: readonly Limit[];
  readonly drop?: Tick;
  readonly open?: Dur;
  readonly stock?: Int;
  readonly gives?: readonly Effect[];
}

export interface Earn {
  readonly to: Id;
  readonly flat?: Int;
  readonly times?: string;
  readonly per?: readonly [Int, Int];
  readonly of?: string;
  readonly lines?: LineMatch;
  readonly whole?: boolean;
  readonly perLine?: boolean;
  readonly mult?: readonly Mult[];
  readonly least?: Int;
  readonly maxPer?: Rat;
  readonly round?: Round;
  readonly cap?: readonly Cap[];
  /** Usable only this long after it was earned (pending points). */
  readonly after?: Dur;
}
export type Effect =
  | { readonly earn: Earn }
  | { readonly spend: { readonly unit: Id; readonly qty: Int } }
  | { readonly issue: { readonly voucher: Id; readonly n?: Int } }
  | { readonly grant: { readonly ladder: Id; readonly tier: Id; readonly for?: Dur } }
  | { readonly revoke: { readonly ladder: Id } }
  | { readonly tag: Id }
  | { readonly untag: Id }
  | { readonly mark: Id };

export type Rule = {
  readonly id: Id;
  readonly if?: Cond;
  readonly limit?: readonly Limit[];
  readonly do: readonly Effect[];
} & (
  | { readonly on: Match; readonly group?: Id }
  | { readonly tick: Tick }
  | {
      readonly reach: Expr;
      readonly at?: Int;
      readonly every?: Int;
      readonly max?: Int;
      readonly reset?:
        | { readonly this: CalendarUnit; readonly anchor?: string | Int }
        | { readonly mark: Id };
      readonly spend?: Id;
      readonly undo?: 'never' | 'unused';
    }
);

export interface Benefit {
  readonly id: Id;
  readonly if?: Cond;
  readonly from?: Instant;
  readonly to?: Instant;
}
export interface Feed {
  readonly id: Id;
  readonly tags: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
  readonly if?: Cond;
}
export interface Measure {
  readonly id: Id;
  readonly expose: Match;
  readonly metric: Aggregation;
  readonly windows: readonly Dur[];
  /** Share of members (percent, 0..99) kept without the offer for comparison. */
  readonly holdout?: Int;
}
export interface Segment {
  readonly id: Id;
  readonly if: Cond;
}

export interface Lists {
  readonly units?: readonly Unit[];
  readonly metrics?: readonly Metric[];
  readonly segments?: readonly Segment[];
  readonly ladders?: readonly Ladder[];
  readonly vouchers?: readonly Voucher[];
  readonly rewards?: readonly Reward[];
  readonly rules?: readonly Rule[];
  readonly benefits?: readonly Benefit[];
  readonly feed?: readonly Feed[];
  readonly measures?: readonly Measure[];
}
export interface Programme extends Lists {
  readonly id: Id;
  readonly tz: string;
  readonly currency: { readonly code: string; readonly exp: Int };
  readonly needs?: readonly Id[];
  readonly scope?: Match;
  readonly dedupe?: readonly string[];
  readonly versions?: readonly ({ readonly from: Instant } & Lists)[];
}

export interface EventLine {
  readonly id: Id;
  readonly amount: Int;
  readonly [field: string]: Scalar;
}
/** Something that happened; unknown fields are free attributes that a rule may match on. */
export interface LoyaltyEvent {
  readonly id: string;
  readonly at: Instant;
  /** When it reached the log; default `at`. */
  readonly rec?: Instant;
  readonly type: string;
  readonly member?: string;
  readonly amount?: Int;
  readonly lines?: readonly EventLine[];
  /** Vouchers by kind (`voucher`, `programme/voucher`), or one of them by its name (`voucher#name`). */
  readonly use?: readonly string[];
  readonly pay?: readonly {
    readonly unit: Id;
    readonly qty: Int;
    readonly ack?: 'accepted' | 'declined';
  }[];
  readonly of?: string;
  readonly [field: string]: unknown;
}
