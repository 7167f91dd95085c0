import type { ScoreChange } from '#bridge/wallet-plan.ts';
import { type LoadedMetric, type LoadedVersion, versionAt } from '#loyalty/engine/loaded.ts';
import type { MemberState } from '#loyalty/engine/outcome.ts';
import type { Ladder } from '#loyalty/programme/types.ts';
import { nextTickMs } from '#loyalty/time/tick.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import type { Effect, Hypothesis, Supposed } from './hypothesis.ts';
import { thresholdOf } from './programme-ladders.ts';
import { wordOf } from './programme-words.ts';
import { metricText } from './quantity-words.ts';
import { metricsIn } from './state-values.ts';
import type { WalletWorld } from './wallet-world.ts';

interface Trial {
  readonly hypothesis: Hypothesis;
  readonly effect: Effect;
  readonly purchase: Supposed;
}

type Score = Extract<LoadedMetric, { readonly kind: 'value' }>;

/**
 * Scores that the purchase moves. One that is computed now and then stands still until the next time: told is what it is then
 * without the purchase and with it, everything else that time brings until then included.
 */
export function scoreChanges(
  programme: UsableProgramme,
  trial: Trial,
  world: WalletWorld,
): readonly ScoreChange[] {
  const { hypothesis, effect, purchase } = trial;
  const { atMs } = hypothesis;
  const version = versionAt(programme.loaded, atMs);
  return namedScores(programme, version).flatMap((metric): readonly ScoreChange[] => {
    const { every } = metric;
    if (every === undefined) {
      const states = { without: hypothesis.before, with: effect.state };
      return changeOf({ programme, version, metric, states }, world);
    }
    const computedMs = nextTickMs(every, programme.loaded.zone, atMs);
    const states = computedMs === undefined ? undefined : hypothesis.laterOf(purchase, computedMs);
    if (computedMs === undefined || states === undefined) return [];
    const then = versionAt(programme.loaded, computedMs);
    return changeOf({ programme, version: then, metric, states }, world).map((change) => ({
      ...change,
      computedMs,
      ...reachedBy({ programme, version: then, metric, states }, world),
    }));
  });
}

/** What has no name stays in the background. */
function namedScores({ presentation }: UsableProgramme, { metrics }: LoadedVersion): readonly Score[] {
  return [...metrics.values()].filter(
    (metric): metric is Score => metric.kind === 'value' && presentation.metrics?.[metric.id] !== undefined,
  );
}

interface Compared {
  readonly programme: UsableProgramme;
  readonly version: LoadedVersion;
  readonly metric: Score;
  readonly states: { readonly without: MemberState; readonly with: MemberState };
}

function changeOf(
  { programme, version, metric, states }: Compared,
  world: WalletWorld,
): readonly ScoreChange[] {
  const { id } = metric;
  const [before, after] = [states.without.metric[id] ?? 0, states.with.metric[id] ?? 0];
  if (before === after) return [];
  const text = (qty: number) => metricText(programme, metric, qty, { tongue: world, version });
  const name = wordOf(programme.presentation.metrics?.[id], id, world);
  return [{ scoreId: id, name, before: text(before), after: text(after) }];
}

/** A level of a ladder that counts this score. */
function reachedBy(
  { programme, version, metric, states }: Compared,
  world: WalletWorld,
): { readonly reaches?: string } {
  const ladder = [...version.ladders.values()].find(
    (each) =>
      counts(each, metric) &&
      rank(each, states.with.tier[each.id]) > rank(each, states.without.tier[each.id]),
  );
  const tierId = ladder && states.with.tier[ladder.id];
  if (ladder === undefined || typeof tierId !== 'string') return {};
  return { reaches: wordOf(programme.presentation.ladders?.[ladder.id]?.tiers[tierId], tierId, world) };
}

function counts({ tiers }: Ladder, { id }: Score): boolean {
  return tiers.some((tier) => {
    const [expr] = thresholdOf(tier.if) ?? [];
    return expr !== undefined && metricsIn(expr).includes(id);
  });
}

function rank({ tiers }: Ladder, tierId: string | null | undefined): number {
  return tiers.findIndex(({ id }) => id === tierId);
}
