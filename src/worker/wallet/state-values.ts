// Expressions and conditions of a programme read off a member's state: for showing the parts of a score and the way to a goal.
// `undefined` for whatever the state does not tell (marks, tags, foreign programmes); the fold itself never uses this.
import { scaleFloor } from '#loyalty/engine/rational.ts';
import type { MemberState } from '#loyalty/engine/outcome.ts';
import type { LoadedVersion } from '#loyalty/engine/loaded.ts';
import type { Cond, Expr, Id } from '#loyalty/programme/types.ts';

export interface StateScene {
  readonly state: MemberState;
  readonly version: LoadedVersion;
}

export function valueIn(scene: StateScene, expr: Expr): number | undefined {
  const { state } = scene;
  if (typeof expr === 'number') return expr;
  if ('m' in expr) return state.metric[expr.m];
  if ('bal' in expr) return state.balance[expr.bal];
  if ('rank' in expr) return rankOf(scene, expr.rank, state.tier[expr.rank]);
  if ('add' in expr) return over(scene, expr.add, (values) => values.reduce((sum, value) => sum + value, 0));
  if ('sub' in expr) return over(scene, expr.sub, ([a, b]) => a! - b!);
  if ('min' in expr) return over(scene, expr.min, (values) => Math.min(...values));
  if ('max' in expr) return over(scene, expr.max, (values) => Math.max(...values));
  if ('mul' in expr) {
    const [n, d] = expr.mul[1];
    return over(scene, [expr.mul[0]], ([value]) => scaleFloor(value!, n, d));
  }
  if ('if' in expr) {
    const holds = holdsIn(scene, expr.if[0]);
    return holds === undefined ? undefined : valueIn(scene, holds ? expr.if[1] : expr.if[2]);
  }
  if ('steps' in expr)
    return over(
      scene,
      [expr.steps[0]],
      ([value]) => expr.steps[1].findLast(([from]) => value! >= from)?.[1] ?? 0,
    );
  return undefined;
}

export function holdsIn(scene: StateScene, cond: Cond): boolean | undefined {
  const { state } = scene;
  if ('all' in cond) return every(cond.all.map((part) => holdsIn(scene, part)));
  if ('any' in cond) return negated(every(cond.any.map((part) => negated(holdsIn(scene, part)))));
  if ('not' in cond) return negated(holdsIn(scene, cond.not));
  if ('ge' in cond) return compared(scene, cond.ge, (a, b) => a >= b);
  if ('gt' in cond) return compared(scene, cond.gt, (a, b) => a > b);
  if ('le' in cond) return compared(scene, cond.le, (a, b) => a <= b);
  if ('lt' in cond) return compared(scene, cond.lt, (a, b) => a < b);
  if ('eq' in cond) return compared(scene, cond.eq, (a, b) => a === b);
  if ('seg' in cond) return state.segments.includes(cond.seg);
  if (!('tier' in cond)) return undefined;
  const [ladder, tier] = cond.tier;
  const asked = rankOf(scene, ladder, tier);
  const held = rankOf(scene, ladder, state.tier[ladder]);
  return asked === undefined || held === undefined ? undefined : held >= asked;
}

/** -1 for nobody's tier; `undefined` for a ladder of another programme. */
export function rankOf({ version }: StateScene, ladder: Id, tier: Id | null | undefined): number | undefined {
  return version.ladders.get(ladder)?.tiers.findIndex(({ id }) => id === tier);
}

/** Metrics that an expression reads, in its order. */
export function metricsIn(expr: Expr): readonly Id[] {
  return typeof expr === 'number' ? [] : namesIn(expr, 'm');
}

function namesIn(value: unknown, key: string): readonly Id[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((part) => namesIn(part, key));
  return Object.entries(value).flatMap(([name, part]) =>
    name === key && typeof part === 'string' ? [part] : namesIn(part, key),
  );
}

function over(
  scene: StateScene,
  parts: readonly Expr[],
  combine: (values: readonly number[]) => number,
): number | undefined {
  const values = parts.map((part) => valueIn(scene, part));
  return values.every((value) => value !== undefined) ? combine(values) : undefined;
}

function compared(
  scene: StateScene,
  parts: readonly [Expr, Expr],
  test: (a: number, b: number) => boolean,
): boolean | undefined {
  const [a, b] = parts.map((part) => valueIn(scene, part));
  return a === undefined || b === undefined ? undefined : test(a, b);
}

function every(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}
