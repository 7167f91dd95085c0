import type { ScorePoint, ScoreView } from '#bridge/wallet-programme.ts';
import { type LoadedMetric, type LoadedVersion, versionAt } from '#loyalty/engine/loaded.ts';
import type { MemberState } from '#loyalty/engine/outcome.ts';
import type { Expr } from '#loyalty/programme/types.ts';
import { addDuration } from '#loyalty/time/duration.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import { lastTickMs, nextTickMs } from '#loyalty/time/tick.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import { wordOf } from './programme-words.ts';
import { metricText } from './quantity-words.ts';
import { thresholdOf } from './programme-ladders.ts';
import { metricsIn, valueIn } from './state-values.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** Bars of the chart: half a year of months, which is as many as a phone shows well. */
const POINTS = 6;

/**
 * The numbers that a programme computes of a member and gives a name to: scores, and what its levels count. Each over the
 * last half year, at the instants at which it is computed or else at the start of each month.
 */
export function scoreViews(joined: JoinedProgramme, world: WalletWorld): readonly ScoreView[] {
  const { programme, fold, history } = joined;
  if (fold === undefined || history === undefined) return [];
  const version = versionAt(programme.loaded, world.nowMs);
  const firstMs = Math.min(...history.events().map(({ at }) => instantFromText(at) ?? Infinity));
  return shownMetrics(programme, version).map((metric) => {
    const instants = instantsOf(programme, metric, { nowMs: world.nowMs, firstMs });
    const states = history.statesAt(instants.flatMap((atMs) => [atMs - 1, atMs]));
    const pairs = instants.flatMap((atMs, index) => {
      const [before, after] = [states[index * 2], states[index * 2 + 1]];
      return before === undefined || after === undefined ? [] : [{ atMs, before, after }];
    });
    return scoreView(metric, { programme, version, world, pairs, state: fold.state });
  });
}

/** Scores by their own right; of the rest what a level counts. What has no name stays in the background. */
function shownMetrics(programme: UsableProgramme, version: LoadedVersion): readonly LoadedMetric[] {
  const counted = [...version.ladders.values()].flatMap(({ tiers }) =>
    tiers.flatMap((tier) => {
      const [expr] = thresholdOf(tier.if) ?? [];
      return expr === undefined ? [] : metricsIn(expr);
    }),
  );
  return [...version.metrics.values()].filter(
    ({ id, kind }) =>
      programme.presentation.metrics?.[id] !== undefined && (kind === 'value' || counted.includes(id)),
  );
}

function instantsOf(
  { loaded: { zone } }: UsableProgramme,
  metric: LoadedMetric,
  { nowMs, firstMs }: { readonly nowMs: number; readonly firstMs: number },
): readonly number[] {
  const every = metric.kind === 'value' ? metric.every : undefined;
  const instants: number[] = [];
  if (every === undefined) {
    instants.push(nowMs);
    for (let back = 1; back < POINTS; back++) {
      const monthAfter = addDuration(zone, nowMs, { n: 1 - back, u: 'mo', snap: 'month' });
      instants.push(addDuration(zone, monthAfter, { n: -1, u: 'mo' }));
    }
  } else {
    let atMs = lastTickMs(every, zone, nowMs);
    while (atMs !== undefined && instants.length < POINTS) {
      instants.push(atMs);
      atMs = lastTickMs(every, zone, atMs - 1);
    }
  }
  return instants.filter((atMs) => atMs >= firstMs).toReversed();
}

interface Computed {
  readonly programme: UsableProgramme;
  readonly version: LoadedVersion;
  readonly world: WalletWorld;
  readonly pairs: readonly {
    readonly atMs: number;
    /** What the computation saw, and what came of it. */
    readonly before: MemberState;
    readonly after: MemberState;
  }[];
  readonly state: MemberState;
}

function scoreView(metric: LoadedMetric, computed: Computed): ScoreView {
  const { programme, version, world, state, pairs } = computed;
  const text = (qty: number) => metricText(programme, metric, qty, { tongue: world, version });
  const exprs = partsOf(metric);
  const points = pairs.map(({ atMs, before, after }): ScorePoint => {
    const total = after.metric[metric.id] ?? 0;
    const values = exprs.map((expr) => valueIn({ state: before, version }, expr) ?? 0);
    const isWhole = values.reduce((sum, value) => sum + value, 0) === total;
    // Terms have changed since: the parts of today do not explain the number of then.
    return {
      atMs,
      total,
      text: text(total),
      parts: isWhole ? values : [total, ...exprs.slice(1).map(() => 0)],
    };
  });
  const now = state.metric[metric.id] ?? 0;
  const every = metric.kind === 'value' ? metric.every : undefined;
  const nextMs = every && nextTickMs(every, programme.loaded.zone, world.nowMs);
  const fresh = metric.kind === 'value' ? valueIn({ state, version }, metric.value) : undefined;
  return {
    id: metric.id,
    name: wordOf(programme.presentation.metrics?.[metric.id], metric.id, world),
    now: text(now),
    parts: exprs.map((expr, index) => ({
      name: namesOf(programme, expr, world),
      // Before the first computation: what it would find today.
      now: text(points.at(-1)?.parts[index] ?? valueIn({ state, version }, expr) ?? 0),
    })),
    points,
    ...(nextMs === undefined ? {} : { nextMs }),
    ...(fresh === undefined || fresh === now ? {} : { wouldBe: text(fresh) }),
  };
}

/** The addends of a score; any other number is one part. */
function partsOf(metric: LoadedMetric): readonly Expr[] {
  if (metric.kind !== 'value') return [{ m: metric.id }];
  return typeof metric.value !== 'number' && 'add' in metric.value ? metric.value.add : [metric.value];
}

function namesOf(programme: UsableProgramme, expr: Expr, world: WalletWorld): string {
  const names = [...new Set(metricsIn(expr))].map((id) =>
    wordOf(programme.presentation.metrics?.[id], id, world),
  );
  const list = world.format.list(names);
  const start = startOf(expr);
  return start === undefined ? list : `${world.format.integer(start)} − ${list}`;
}

/** What a part starts from before something is taken off it: a good name is whole until it is marred. */
function startOf(expr: Expr): number | undefined {
  if (typeof expr === 'number') return undefined;
  if ('sub' in expr) return typeof expr.sub[0] === 'number' ? expr.sub[0] : undefined;
  const inside = 'max' in expr ? expr.max : 'min' in expr ? expr.min : [];
  return inside.map(startOf).find((start) => start !== undefined);
}
