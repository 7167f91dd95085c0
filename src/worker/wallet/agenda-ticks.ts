import type { AgendaItem } from '#bridge/wallet-calendar.ts';
import { type LoadedMetric, type ReachRule, versionAt } from '#loyalty/engine/loaded.ts';
import type { Tick, Window } from '#loyalty/programme/types.ts';
import { addDuration } from '#loyalty/time/duration.ts';
import { type Period, nextPeriodStart } from '#loyalty/time/period.ts';
import { nextTickMs } from '#loyalty/time/tick.ts';
import { instantMs } from '#loyalty/time/window.ts';
import { instantFromLocal, localFromInstant } from '#loyalty/time/zone.ts';
import { type AgendaScope, endingItem, startingItem } from './agenda-item.ts';
import { challengeName, challengesOf } from './plan-challenges.ts';
import { countedText } from './quantity-words.ts';
import { wordOf } from './programme-words.ts';

/** A drop that comes twice a week need not fill the year. */
const NEXT_DROPS = 3;
const NEXT_COMPUTATIONS = 2;

/** Rewards that are released at set times; how many are left then, nobody knows today. */
export function dropItems(scope: AgendaScope): readonly AgendaItem[] {
  const { world, joined } = scope;
  const { loaded, presentation } = joined.programme;
  return [...versionAt(loaded, world.nowMs).rewards.values()].flatMap(({ id, drop, open }) => {
    if (drop === undefined) return [];
    const title = wordOf(presentation.rewards?.[id], id, world);
    return comingTicks(scope, drop, NEXT_DROPS).map((atMs) => {
      const untilMs = open === undefined ? undefined : addDuration(loaded.zone, atMs, open);
      const dated = { kind: 'drop' as const, id: `${id}@${atMs}`, title, atMs };
      return startingItem(scope, dated, untilMs === undefined ? {} : { untilMs });
    });
  });
}

/** Scores that are sampled, and levels that are decided, at set times. */
export function computationItems(scope: AgendaScope): readonly AgendaItem[] {
  const { world, joined } = scope;
  const { loaded, presentation } = joined.programme;
  const { metrics, ladders } = versionAt(loaded, world.nowMs);
  const scores = [...metrics.values()].flatMap((metric) =>
    metric.kind === 'value' && metric.every !== undefined
      ? [
          {
            id: metric.id,
            every: metric.every,
            title: wordOf(presentation.metrics?.[metric.id], metric.id, world),
          },
        ]
      : [],
  );
  const levels = [...ladders.values()].flatMap(({ id, eval: every }) =>
    typeof every === 'object'
      ? [{ id, every, title: wordOf(presentation.ladders?.[id]?.name, id, world) }]
      : [],
  );
  return [...scores, ...levels].flatMap(({ id, every, title }) =>
    comingTicks(scope, every, NEXT_COMPUTATIONS).map((atMs) =>
      startingItem(scope, { kind: 'score', id: `${id}@${atMs}`, title, atMs }),
    ),
  );
}

function comingTicks({ world, joined, untilMs }: AgendaScope, tick: Tick, most: number): readonly number[] {
  const { loaded } = joined.programme;
  // A later version may drop the tick: only its own time counts.
  const lastMs = Math.min(untilMs, versionAt(loaded, world.nowMs).untilMs - 1);
  const found: number[] = [];
  let afterMs = world.nowMs;
  while (found.length < most) {
    const nextMs = nextTickMs(tick, loaded.zone, afterMs);
    if (nextMs === undefined || nextMs > lastMs) break;
    found.push(nextMs);
    afterMs = nextMs;
  }
  return found;
}

/** Challenges that were begun and start anew at a set time. */
export function challengeItems(scope: AgendaScope): readonly AgendaItem[] {
  const { world, joined, untilMs } = scope;
  const { programme, fold } = joined;
  if (fold === undefined) return [];
  const version = versionAt(programme.loaded, world.nowMs);
  return challengesOf(version, fold.state).flatMap(({ rule, value, goal }) => {
    const atMs = endOfChallenge(scope, rule, version.metrics);
    if (value === 0 || value >= goal || atMs === undefined || atMs > untilMs) return [];
    const told = (qty: number) => countedText(programme, rule.reach, qty, world);
    const dated = {
      kind: 'challenge' as const,
      id: `${rule.id}@${atMs}`,
      title: challengeName(programme, rule, world),
      atMs,
    };
    return [endingItem(scope, dated, { progress: { value: told(value), goal: told(goal) } })];
  });
}

/** When what was collected stops counting: the rule starts anew, or the window of its metric ends. */
function endOfChallenge(
  { world, joined }: AgendaScope,
  rule: ReachRule,
  metrics: ReadonlyMap<string, LoadedMetric>,
): number | undefined {
  const { zone } = joined.programme.loaded;
  const endOf = (period: Period) =>
    instantFromLocal(zone, nextPeriodStart(period, localFromInstant(zone, world.nowMs)));
  if (rule.reset !== undefined && 'this' in rule.reset)
    return endOf({ unit: rule.reset.this, anchor: rule.reset.anchor });
  const metric = typeof rule.reach === 'object' && 'm' in rule.reach ? metrics.get(rule.reach.m) : undefined;
  const window: Window | undefined = metric === undefined || metric.kind === 'value' ? undefined : metric.win;
  if (window === undefined || typeof window === 'string') return undefined;
  if ('this' in window) return endOf({ unit: window.this, anchor: window.anchor, cal: window.cal });
  const endMs = 'between' in window ? instantMs(window.between[1]) : undefined;
  return endMs !== undefined && endMs > world.nowMs ? endMs : undefined;
}
