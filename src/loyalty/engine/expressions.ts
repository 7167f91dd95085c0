import { unreachable } from '#base/assert.ts';
import type { Expr, Id } from '#loyalty/programme/types.ts';
import { numberField } from './event-view.ts';
import { balanceOf } from './lots.ts';
import { add, scaleFloor } from './rational.ts';
import type { Scene } from './scene.ts';

/** The value of an expression: an integer; `mul` rounds down (towards minus infinity), everything else is exact. */
export function valueOf(scene: Scene, expr: Expr): number {
  if (typeof expr === 'number') return expr;
  const ask = scene.fold.ask;
  if ('m' in expr) return ask.metric(scene, expr.m);
  if ('bal' in expr) return balanceOf(scene.account.purses.get(expr.bal));
  if ('ev' in expr) return scene.event === undefined ? 0 : numberField(scene.event, expr.ev);
  if ('rank' in expr) return rankOf(scene, expr.rank);
  if ('add' in expr) return expr.add.reduce<number>((sum, part) => add(sum, ask.value(scene, part)), 0);
  if ('sub' in expr) return add(ask.value(scene, expr.sub[0]), -ask.value(scene, expr.sub[1]));
  if ('mul' in expr) return scaleFloor(ask.value(scene, expr.mul[0]), expr.mul[1][0], expr.mul[1][1]);
  if ('min' in expr) return Math.min(...expr.min.map((part) => ask.value(scene, part)));
  if ('max' in expr) return Math.max(...expr.max.map((part) => ask.value(scene, part)));
  if ('if' in expr) return ask.value(scene, ask.holds(scene, expr.if[0]) ? expr.if[1] : expr.if[2]);
  if ('steps' in expr) return stepValue(ask.value(scene, expr.steps[0]), expr.steps[1]);
  return unreachable(expr);
}

/** The value of the highest step reached, 0 below the first. */
function stepValue(value: number, steps: readonly (readonly [number, number])[]): number {
  let result = 0;
  for (const [from, gives] of steps) if (value >= from) result = gives;
  return result;
}

/** 0 without a tier, 1 for the lowest one. */
function rankOf(scene: Scene, ladder: Id): number {
  const tier = scene.fold.ask.tier(scene, ladder);
  const tiers = scene.version.ladders.get(ladder)?.tiers ?? [];
  return tiers.findIndex((entry) => entry.id === tier) + 1;
}
