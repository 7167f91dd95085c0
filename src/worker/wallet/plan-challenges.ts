import type { ChallengeChange } from '#bridge/wallet-plan.ts';
import { type LoadedVersion, type ReachRule, versionAt } from '#loyalty/engine/loaded.ts';
import type { MemberState } from '#loyalty/engine/outcome.ts';
import type { Expr } from '#loyalty/programme/types.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import type { Effect, Hypothesis } from './hypothesis.ts';
import { rulePromise, unitName, wordOf } from './programme-words.ts';
import { countedText } from './quantity-words.ts';
import type { WalletWorld } from './wallet-world.ts';

/** How far a member is towards the next step of a rule that waits for a value. */
export interface ChallengeProgress {
  readonly rule: ReachRule;
  /** Towards `goal`, from 0. */
  readonly value: number;
  readonly goal: number;
  /** How often the goal was reached, as far as the value itself tells. */
  readonly steps: number;
}

/** Progress of the rules whose value is a metric or a balance; other values have no name to show them under. */
export function challengesOf(version: LoadedVersion, state: MemberState): readonly ChallengeProgress[] {
  return version.reachRules.flatMap((rule) => {
    const value = valueIn(state, rule.reach);
    const goal = rule.every ?? rule.at;
    if (value === undefined || goal === undefined || goal <= 0) return [];
    const counted = Math.max(0, value);
    if (rule.every === undefined)
      return [{ rule, value: Math.min(counted, goal), goal, steps: counted >= goal ? 1 : 0 }];
    return [{ rule, value: counted % goal, goal, steps: Math.floor(counted / goal) }];
  });
}

function valueIn(state: MemberState, reach: Expr): number | undefined {
  if (typeof reach !== 'object') return undefined;
  if ('m' in reach) return state.metric[reach.m];
  return 'bal' in reach ? state.balance[reach.bal] : undefined;
}

/** What it counts, by the programme's own name; else what it promises. */
export function challengeName(programme: UsableProgramme, rule: ReachRule, world: WalletWorld): string {
  const { metrics } = programme.presentation;
  const metric = metricIn(rule.reach);
  if (metric !== undefined && metrics?.[metric] !== undefined) return wordOf(metrics[metric], metric, world);
  const promise = rulePromise(programme, rule, world);
  if (promise !== undefined) return promise;
  const { reach } = rule;
  return typeof reach === 'object' && 'bal' in reach ? unitName(programme, reach.bal, world) : rule.id;
}

function metricIn(reach: Expr): string | undefined {
  return typeof reach === 'object' && 'm' in reach ? reach.m : undefined;
}

/** The challenges that a supposed purchase moves. */
export function challengeChanges(
  programme: UsableProgramme,
  { before, atMs }: Hypothesis,
  effect: Effect,
  world: WalletWorld,
): readonly ChallengeChange[] {
  const version = versionAt(programme.loaded, atMs);
  const earlier = new Map(challengesOf(version, before).map((each) => [each.rule.id, each]));
  return challengesOf(version, effect.state).flatMap(({ rule, value, goal, steps }) => {
    const was = earlier.get(rule.id);
    const fired = effect.postings.some((posting) => posting.rule === rule.id);
    const reached = fired || steps > (was?.steps ?? 0);
    if (was === undefined || (was.value === value && !reached)) return [];
    const told = (qty: number) => countedText(programme, rule.reach, qty, world);
    const share = (qty: number) => Math.floor((qty * 1_000) / goal);
    return [
      {
        ruleId: rule.id,
        name: challengeName(programme, rule, world),
        before: told(was.value),
        after: told(value),
        goal: told(goal),
        shareBefore: share(was.value),
        shareAfter: reached ? 1_000 : share(value),
        reached,
      },
    ];
  });
}
