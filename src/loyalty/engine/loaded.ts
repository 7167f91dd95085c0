// What `loadProgrammes` makes of definitions: versions in order, ids resolved to entries, rules indexed by event type.
import type {
  Benefit,
  Feed,
  Id,
  Ladder,
  Match,
  Measure,
  Metric,
  Reward,
  Rule,
  Segment,
  Tick,
  Unit,
  Voucher,
  Window,
} from '#loyalty/programme/types.ts';
import type { Zone } from '#loyalty/time/zone.ts';

export type OnRule = Extract<Rule, { readonly on: Match }>;
export type TickRule = Extract<Rule, { readonly tick: Tick }>;
export type ReachRule = Extract<Rule, { readonly reach: unknown }>;
export type OnMetric = Extract<Metric, { readonly on: Match }>;
export type ValueMetric = Extract<Metric, { readonly value: unknown }>;

/** What feeds a metric from events, without its window: versions whose metrics differ only in the window share one. */
export interface Collector {
  readonly on: Match;
  readonly agg: OnMetric['agg'];
  readonly of?: string;
  readonly by?: string;
  /** Visible only from the cut after the event was recorded. */
  readonly recorded: boolean;
}

export type LoadedMetric =
  | { readonly kind: 'events'; readonly id: Id; readonly collector: number; readonly win: Window }
  | { readonly kind: 'earned'; readonly id: Id; readonly unit: Id; readonly win: Window }
  | {
      readonly kind: 'value';
      readonly id: Id;
      readonly value: ValueMetric['value'];
      readonly every: Tick | undefined;
    };

export interface LoadedMeasure {
  readonly measure: Measure;
  readonly exposures: number;
  readonly collector: number;
}

/** One tick that time itself causes; `order` sorts ticks of one instant and programme. */
export interface TickSource {
  readonly order: number;
  readonly tick: Tick;
  readonly what:
    | { readonly kind: 'metric'; readonly id: Id }
    | { readonly kind: 'ladder'; readonly id: Id }
    | { readonly kind: 'rule'; readonly rule: TickRule };
}

export interface LoadedVersion {
  readonly index: number;
  /** In force from here (inclusive) until the next version's start; -Infinity for the first. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** SHA-256 of the canonical JSON of what is in force, hex. */
  readonly hash: string;
  readonly units: ReadonlyMap<Id, Unit>;
  readonly metrics: ReadonlyMap<Id, LoadedMetric>;
  readonly segments: ReadonlyMap<Id, Segment>;
  readonly ladders: ReadonlyMap<Id, Ladder>;
  readonly vouchers: ReadonlyMap<Id, Voucher>;
  readonly rewards: ReadonlyMap<Id, Reward>;
  readonly autoVouchers: readonly Voucher[];
  /** By event type, in declaration order; rules that match any type are in every list and under `*`. */
  readonly onRules: ReadonlyMap<string, readonly OnRule[]>;
  readonly reachRules: readonly ReachRule[];
  readonly eventLadders: readonly Ladder[];
  readonly ticks: readonly TickSource[];
  readonly benefits: readonly Benefit[];
  /** Some effect earns what may be used only later (`earn.after`). */
  readonly mayWait: boolean;
  readonly feed: readonly Feed[];
  readonly measures: readonly LoadedMeasure[];
  /** Ladders that something in the loaded programmes reads: their tiers are frozen while an event is processed. */
  readonly frozenLadders: readonly Id[];
}

export interface LoadedProgramme {
  readonly id: Id;
  /** Position in dependency order: programmes that are read come first. */
  readonly index: number;
  readonly zone: Zone;
  readonly currency: { readonly code: string; readonly exp: number };
  readonly needs: readonly Id[];
  readonly scope: Match | undefined;
  readonly dedupe: readonly string[];
  readonly versions: readonly LoadedVersion[];
  readonly collectors: readonly Collector[];
  /** `kind:id` of the rules, rewards and vouchers that some version limits: only their firings are remembered. */
  readonly limited: ReadonlySet<string>;
  /** Units that a metric `earned` of some version reads: only their credits are remembered. */
  readonly earnedUnits: ReadonlySet<Id>;
}

export function versionAt(programme: Pick<LoadedProgramme, 'versions'>, atMs: number): LoadedVersion {
  const versions = programme.versions;
  let index = versions.length - 1;
  while (index > 0 && versions[index]!.fromMs > atMs) index--;
  return versions[index]!;
}
