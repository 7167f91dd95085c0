import type { ChallengeView } from '#bridge/wallet-programme.ts';
import { type LoadedVersion, type ReachRule, versionAt } from '#loyalty/engine/loaded.ts';
import type { Dur, LoyaltyEvent, Rule, Window } from '#loyalty/programme/types.ts';
import { addDuration } from '#loyalty/time/duration.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import { ruleSentence, unitScaleOf } from './programme-words.ts';
import { countedText } from './quantity-words.ts';
import { valueIn } from './state-values.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** What gives something once a number is reached: how far the member is, and until when it counts. */
export function challengeViews(
  { programme, fold, history }: JoinedProgramme,
  world: WalletWorld,
): readonly ChallengeView[] {
  if (fold === undefined) return [];
  const version = versionAt(programme.loaded, world.nowMs);
  return version.reachRules.flatMap((rule): readonly ChallengeView[] => {
    const goal = rule.at ?? rule.every;
    const value = valueIn({ state: fold.state, version }, rule.reach);
    const text = textOf(programme, rule, world);
    // One step at a time is no way to go: it is told where it happens.
    if (goal === undefined || goal <= 1 || value === undefined || text === undefined) return [];
    const window = runningWindow(rule, version, { programme, events: history?.events() ?? [], world });
    if (window === 'not started') return [];
    const reached = Math.max(0, rule.every === undefined ? Math.min(value, goal) : value % goal);
    const count = (qty: number) => countedText(programme, rule.reach, qty, world);
    return [
      {
        id: rule.id,
        text,
        done: count(reached),
        goal: count(goal),
        progress: reached / goal,
        ...(window === 'open' ? {} : { untilMs: window }),
      },
    ];
  });
}

/** The rule's own sentence for what it gives once. */
function textOf(programme: UsableProgramme, rule: Rule, world: WalletWorld): string | undefined {
  if (programme.presentation.rules?.[rule.id] === undefined) return undefined;
  const earn = rule.do.flatMap((effect) => ('earn' in effect ? [effect.earn] : []))[0];
  const scale = unitScaleOf(programme, earn?.to);
  return ruleSentence(programme, { rule: rule.id, qty: earn?.flat ?? 0, scale }, world);
}

interface Surroundings {
  readonly programme: UsableProgramme;
  readonly events: readonly LoyaltyEvent[];
  readonly world: WalletWorld;
}

/** When the count starts over: with the period that resets it, or when the time since its mark is up. */
function runningWindow(
  rule: ReachRule,
  version: LoadedVersion,
  { programme, events, world }: Surroundings,
): number | 'open' | 'not started' {
  const { zone } = programme.loaded;
  const reset = rule.reset;
  if (reset !== undefined && 'this' in reset) return periodEnd(reset, { zone, nowMs: world.nowMs });
  const counted =
    typeof rule.reach !== 'number' && 'm' in rule.reach ? version.metrics.get(rule.reach.m) : undefined;
  const win: Window = counted === undefined || counted.kind === 'value' ? 'all' : counted.win;
  if (win === 'all' || 'last' in win) return 'open';
  if ('this' in win) return periodEnd(win, { zone, nowMs: world.nowMs });
  if ('between' in win) return instantFromText(win.between[1]) ?? 'open';
  const startMs = lastMark(win.since, version, events);
  if (startMs === undefined) return 'not started';
  if (win.for === undefined) return 'open';
  const endMs = addDuration(zone, startMs, win.for);
  return endMs > world.nowMs ? endMs : 'not started';
}

function periodEnd(
  period: { readonly this: Dur['snap'] & string; readonly anchor?: string | number },
  { zone, nowMs }: { readonly zone: Parameters<typeof addDuration>[0]; readonly nowMs: number },
): number {
  const { this: snap, anchor } = period;
  return addDuration(zone, nowMs, { n: 0, u: 'd', snap, ...(anchor === undefined ? {} : { anchor }) });
}

/** When an activity of the member last set the mark; marks are not part of a state. */
function lastMark(mark: string, version: LoadedVersion, events: readonly LoyaltyEvent[]): number | undefined {
  const rules = [...new Set([...version.onRules.values()].flat())].filter(({ do: effects }) =>
    effects.some((effect) => 'mark' in effect && effect.mark === mark),
  );
  const actions = new Set(rules.map(({ on }) => on.where?.['action']));
  const instants = events
    .filter((event) => event.type === 'activity' && actions.has(String(event['action'])))
    .map(({ at }) => instantFromText(at) ?? 0);
  return instants.length === 0 ? undefined : Math.max(...instants);
}
