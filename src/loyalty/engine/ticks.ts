// What time itself causes (README.md, "Order in time"): sampled metrics, ladders and rules on ticks. Lots and vouchers end by
// their own dates.
import type { Scalar } from '#loyalty/programme/types.ts';
import { localDayOf } from '#loyalty/time/civil.ts';
import { nextTickMs, tickHoldsOnDay } from '#loyalty/time/tick.ts';
import { localFromInstant } from '#loyalty/time/zone.ts';
import { applyEffects } from './effects.ts';
import { firingsLeft, noteFiring } from './firings.ts';
import { evaluateLadder } from './ladders.ts';
import type { LoadedProgramme, LoadedVersion, TickRule, TickSource } from './loaded.ts';
import { settleMember } from './purses.ts';
import { holdsIf, membersInOrder, type Fold, type Scene } from './scene.ts';
import { cutBefore, sceneOf } from './scene-of.ts';
import type { LogEntry, PendingTick } from './state.ts';
import { pushTo, setField, setIn } from './undo.ts';

/** Schedules every tick source from `fromMs` (inclusive) on: before the first event nobody is a member. */
export function scheduleTicks(fold: Fold, fromMs: number): void {
  for (const programme of fold.programmes) {
    for (const version of programme.versions) {
      version.ticks.forEach((_, source) => {
        const pending: PendingTick = {
          programme: programme.index,
          version: version.index,
          source,
          nextMs: undefined,
        };
        moveOn(fold, pending, Math.max(fromMs, version.fromMs) - 1);
        pushTo(fold.undo, fold.state.ticks, pending);
      });
    }
  }
  noteDue(fold);
}

/** Runs all ticks up to and including an instant, in the documented order. */
export function runTicks(fold: Fold, upToMs: number): void {
  while (fold.state.dueMs <= upToMs) {
    const due = soonest(fold)!;
    const atMs = due.nextMs!;
    const programme = fold.programmes[due.programme]!;
    runTick(fold, programme, programme.versions[due.version]!.ticks[due.source]!, atMs);
    moveOn(fold, due, atMs);
    noteDue(fold);
  }
}

function soonest(fold: Fold): PendingTick | undefined {
  let best: PendingTick | undefined;
  for (const pending of fold.state.ticks) {
    // The list is in programme and declaration order: the first of equal instants goes first.
    if (pending.nextMs !== undefined && (best === undefined || pending.nextMs < best.nextMs!)) best = pending;
  }
  return best;
}

/** Between two ticks an event asks one number. */
function noteDue(fold: Fold): void {
  setField(fold.undo, fold.state, 'dueMs', soonest(fold)?.nextMs ?? Infinity);
}

function moveOn(fold: Fold, pending: PendingTick, afterMs: number): void {
  const programme = fold.programmes[pending.programme]!;
  const version: LoadedVersion = programme.versions[pending.version]!;
  const nextMs = nextTickMs(version.ticks[pending.source]!.tick, programme.zone, afterMs);
  const inForce = nextMs !== undefined && nextMs < version.untilMs;
  setField(fold.undo, pending, 'nextMs', inForce ? nextMs : undefined);
}

function runTick(fold: Fold, programme: LoadedProgramme, source: TickSource, atMs: number): void {
  const day = localDayOf(localFromInstant(programme.zone, atMs));
  for (const id of membersInOrder(fold)) {
    const member = fold.state.members.get(id)!;
    if (!tickHoldsOnDay(source.tick, day, (name) => textOf(member.attributes.get(name)))) continue;
    settleMember(fold, member, atMs);
    const scene = sceneOf(fold, programme, member, { cut: cutBefore(atMs) });
    if (source.what.kind === 'metric') sample(scene, source.what.id);
    else if (source.what.kind === 'ladder') evaluateLadder(scene, scene.version.ladders.get(source.what.id)!);
    else runTickRule(scene, source.what.rule);
  }
}

function textOf(value: Scalar | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function sample(scene: Scene, id: string): void {
  const metric = scene.version.metrics.get(id);
  if (metric?.kind === 'value')
    setIn(scene.fold.undo, scene.account.sampled, id, scene.fold.ask.value(scene, metric.value));
}

function runTickRule(scene: Scene, rule: TickRule): void {
  if (firingsLeft(scene, rule.limit, 'rule', rule.id) <= 0 || !holdsIf(scene, rule.if)) return;
  noteFiring(scene, 'rule', rule.id);
  applyEffects(scene, rule.do, { rule: rule.id, entry: standIn(scene), eventId: undefined });
}

/** Rules on ticks read no event: an empty one stands in. */
function standIn(scene: Scene): LogEntry {
  const { atMs } = scene.cut;
  return {
    event: { id: '', at: '', type: 'tick' },
    member: scene.member.id,
    atMs,
    recMs: atMs,
    sequence: scene.fold.state.sequence,
    lines: [],
    returns: [],
    gone: false,
    discounts: [],
    payments: [],
    earnings: [],
    journaled: [],
    redeemed: undefined,
  };
}
