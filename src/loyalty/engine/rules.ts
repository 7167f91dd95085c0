// Phase 5: `on` rules in declaration order, exclusive groups resolved first.
import type { Id } from '#loyalty/programme/types.ts';
import { planEarn } from './earn.ts';
import { applyEffects } from './effects.ts';
import { matches } from './event-view.ts';
import { firingsLeft, noteFiring } from './firings.ts';
import type { OnRule } from './loaded.ts';
import { add } from './rational.ts';
import { holdsIf, type Scene } from './scene.ts';
import type { LogEntry } from './state.ts';

export function runOnRules(scene: Scene, entry: LogEntry): void {
  const rules = scene.version.onRules.get(entry.event.type) ?? scene.version.onRules.get('*')!;
  if (rules.length === 0) return;
  const winners = winnersOfGroups(scene, rules, entry);
  for (const rule of rules) {
    if (rule.group !== undefined ? winners.get(rule.group) !== rule : !applies(scene, rule)) continue;
    noteFiring(scene, 'rule', rule.id);
    const done = applyEffects(scene, rule.do, { rule: rule.id, entry, eventId: entry.event.id });
    entry.earnings = entry.earnings.length === 0 ? done.earnings : [...entry.earnings, ...done.earnings];
  }
}

function applies(scene: Scene, rule: OnRule): boolean {
  return (
    matches(rule.on, scene.event!) &&
    firingsLeft(scene, rule.limit, 'rule', rule.id) > 0 &&
    holdsIf(scene, rule.if)
  );
}

const NO_WINNERS: ReadonlyMap<Id, OnRule> = new Map();

/** Of the rules of one group that apply, the one that would earn most; ties to the one declared first. */
function winnersOfGroups(scene: Scene, rules: readonly OnRule[], entry: LogEntry): ReadonlyMap<Id, OnRule> {
  if (rules.every((rule) => rule.group === undefined)) return NO_WINNERS;
  const winners = new Map<Id, OnRule>();
  const best = new Map<Id, number>();
  for (const rule of rules) {
    if (rule.group === undefined || !applies(scene, rule)) continue;
    const qty = wouldEarn(scene, rule, entry);
    if (winners.has(rule.group) && qty <= best.get(rule.group)!) continue;
    winners.set(rule.group, rule);
    best.set(rule.group, qty);
  }
  return winners;
}

function wouldEarn(scene: Scene, rule: OnRule, entry: LogEntry): number {
  return rule.do.reduce((sum, effect, index) => {
    if (!('earn' in effect)) return sum;
    const cause = { rule: rule.id, entry, eventId: entry.event.id, effect: index };
    return add(sum, planEarn(scene, effect.earn, cause).qty);
  }, 0);
}
