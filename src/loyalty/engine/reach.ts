// Phase 7: rules that fire when a value reaches a step, each step once (high-water mark), until nothing fires.
import { periodStart } from '#loyalty/time/period.ts';
import { localFromInstant } from '#loyalty/time/zone.ts';
import { applyEffects, spendUnits, type Done } from './effects.ts';
import { firingsLeft, noteFiring } from './firings.ts';
import type { ReachRule } from './loaded.ts';
import { lowerCredits } from './credits.ts';
import { takeBack, untouched } from './lots.ts';
import { nameOf, tally } from './output.ts';
import { balanceIn, post } from './purses.ts';
import { FoldRefusal } from './refusal.ts';
import { holdsIf, markMs, type Scene } from './scene.ts';
import { purseOf } from './new-state.ts';
import type { Id } from '#loyalty/programme/types.ts';
import type { LogEntry, ReachedSteps, StepGift } from './state.ts';
import { undoVoucher } from './vouchers.ts';
import { pushTo, removeAt, setField, setIn } from './undo.ts';

/**
 * Steps, and vouchers for them, that one event may bring about in one programme. Each is worked out and kept by itself, so an
 * absurd amount at a rule of `every` would keep the fold busy without end.
 */
export const MOST_GIFTS = 10_000;

/** Every round but the last gives something. */
const MOST_ROUNDS = MOST_GIFTS + 1;

/** A definition whose reach rules feed each other is refused when it is linted; the bound of rounds only guards the fold. */
export function runReachRules(scene: Scene, entry: LogEntry): void {
  let gifts = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = gifts;
    for (const rule of scene.version.reachRules)
      gifts += fire(scene, rule, { entry, most: MOST_GIFTS - gifts });
    if (gifts === before) return;
  }
  throw new FoldRefusal('endless_reach', `rules of ${scene.programme.id} at event ${entry.event.id}`);
}

/** Returns how many gifts that were; throws before the first one of more than `most`. */
function fire(
  scene: Scene,
  rule: ReachRule,
  { entry, most }: { readonly entry: LogEntry; readonly most: number },
): number {
  const period = periodOf(scene, rule);
  const reached = stepsIn(scene, rule, period);
  const steps = stepsOf(rule, scene.fold.ask.value(scene, rule.reach));
  const open =
    rule.spend === undefined
      ? steps - reached.steps
      : Math.min(steps, (rule.max ?? Infinity) - reached.steps);
  const due = Math.min(open, firingsLeft(scene, rule.limit, 'rule', rule.id));
  if (due <= 0 || !holdsIf(scene, rule.if)) return 0;
  const gifts = due * giftsOf(rule);
  if (gifts > most)
    throw new FoldRefusal('too_many_gifts', `${gifts} of rule ${rule.id} at event ${entry.event.id}`);
  if (scene.account.reached.get(rule.id) !== reached)
    setIn(scene.fold.undo, scene.account.reached, rule.id, reached);
  for (let i = 0; i < due; i++) fireOnce(scene, rule, { entry, reached });
  return gifts;
}

/** Of one step: the step itself and its vouchers. */
function giftsOf({ do: effects }: ReachRule): number {
  return effects.reduce((sum, effect) => sum + ('issue' in effect ? (effect.issue.n ?? 1) : 0), 1);
}

function fireOnce(
  scene: Scene,
  rule: ReachRule,
  { entry, reached }: { readonly entry: LogEntry; readonly reached: ReachedSteps },
): void {
  const cause = { rule: rule.id, entry, eventId: entry.event.id };
  setField(scene.fold.undo, reached, 'steps', reached.steps + 1);
  noteFiring(scene, 'rule', rule.id);
  if (rule.spend !== undefined) {
    const price = Math.min(rule.every ?? rule.at ?? 0, Math.max(0, balanceIn(scene, rule.spend)));
    if (price > 0) spendUnits(scene, rule.spend, price, cause);
  }
  const done = applyEffects(scene, rule.do, cause);
  if (rule.undo === 'unused') pushTo(scene.fold.undo, reached.gave, giftOf(scene, done));
}

function giftOf(scene: Scene, { earnings, vouchers }: Done): StepGift {
  const held = earnings.filter(
    ({ unit, lot, qty }) =>
      lot !== undefined && untouched(purseOf(scene.fold.undo, scene.account, unit), lot, qty),
  );
  const lots = held.map(({ unit, lot, qty, credits }) => ({ unit, lot: lot!, qty, credits }));
  return { lots, vouchers, spent: held.length < earnings.length };
}

/** How many steps a value has reached: `at` is the first (alone: the only) one, `every` the distance, `max` the most. */
function stepsOf(rule: ReachRule, value: number): number {
  const { at, every, max = Infinity } = rule;
  if (every === undefined) return value >= (at ?? 0) ? Math.min(1, max) : 0;
  if (at === undefined) return Math.max(0, Math.min(max, Math.floor(value / every)));
  return value < at ? 0 : Math.min(max, 1 + Math.floor((value - at) / every));
}

const LIFETIME = 'lifetime';

/** Steps are counted anew in every `reset` period or from every mark; without `reset` once in a lifetime. */
function periodOf(scene: Scene, rule: ReachRule): string {
  if (rule.reset === undefined) return LIFETIME;
  if ('mark' in rule.reset) return `mark ${markMs(scene, rule.reset.mark) ?? 'none'}`;
  const period = { unit: rule.reset.this, anchor: rule.reset.anchor };
  return `from ${periodStart(period, localFromInstant(scene.programme.zone, scene.cut.atMs))}`;
}

function stepsIn(scene: Scene, rule: ReachRule, period: string): ReachedSteps {
  const kept = scene.account.reached.get(rule.id);
  return kept?.period === period ? kept : { period, steps: 0, owed: 0, gave: [] };
}

/** How many steps the values of `undo: 'unused'` rules have reached, by rule; asked before a refund. */
export function stepsReached(scene: Scene): ReadonlyMap<Id, number> {
  const rules = scene.version.reachRules.filter(({ undo }) => undo === 'unused');
  return new Map(rules.map((rule) => [rule.id, stepsNow(scene, rule)]));
}

function stepsNow(scene: Scene, rule: ReachRule): number {
  return stepsOf(rule, scene.fold.ask.value(scene, rule.reach));
}

/**
 * After a refund: bonuses of `undo: 'unused'` rules whose step it took away are taken back, unless something of them was used;
 * then they are as soon as a refund finds them unused. What a value loses in the course of time takes nothing back.
 */
export function undoUnusedSteps(scene: Scene, eventId: string, before: ReadonlyMap<Id, number>): void {
  for (const rule of scene.version.reachRules) {
    if (rule.undo !== 'unused') continue;
    const reached = stepsIn(scene, rule, periodOf(scene, rule));
    let lost = stepsLost(reached, before.get(rule.id)!, stepsNow(scene, rule));
    for (let i = reached.gave.length - 1; i >= 0 && lost > 0; i--) {
      if (!unused(scene, reached.gave[i]!)) continue;
      takeGiftBack(scene, rule, { gift: reached.gave[i]!, eventId });
      removeAt(scene.fold.undo, reached.gave, i);
      setField(scene.fold.undo, reached, 'steps', reached.steps - 1);
      lost -= 1;
    }
    if (lost !== reached.owed) setField(scene.fold.undo, reached, 'owed', lost);
  }
}

/** Of the steps that were paid: those lost to earlier refunds and not reached again since, and those lost to this one. */
function stepsLost({ steps, owed }: ReachedSteps, before: number, after: number): number {
  return Math.min(owed, Math.max(0, steps - before)) + Math.max(0, Math.min(steps, before) - after);
}

function unused(scene: Scene, gift: StepGift): boolean {
  if (gift.spent) return false;
  const lotsWhole = gift.lots.every(({ unit, lot, qty }) =>
    untouched(purseOf(scene.fold.undo, scene.account, unit), lot, qty),
  );
  return lotsWhole && gift.vouchers.every(({ state }) => state === 'live');
}

function takeGiftBack(
  scene: Scene,
  rule: ReachRule,
  { gift, eventId }: { readonly gift: StepGift; readonly eventId: string },
): void {
  const { output, undo } = scene.fold;
  for (const { unit, lot, qty, credits } of gift.lots) {
    takeBack(undo, purseOf(undo, scene.account, unit), qty, lot);
    lowerCredits(scene, unit, credits, qty);
    post(scene, unit, -qty, { kind: 'undo', eventId, rule: rule.id });
    tally(output.outcome, 'reversed', nameOf(output, scene.programme, unit), qty);
  }
  for (const record of gift.vouchers) undoVoucher(scene, record);
}
