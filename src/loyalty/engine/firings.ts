import type { Id, Limit } from '#loyalty/programme/types.ts';
import { spanOf, type Span } from '#loyalty/time/window.ts';
import { markMs, type Scene } from './scene.ts';
import { firstWhere } from './in-time.ts';
import { push } from './new-state.ts';

type Fired = 'rule' | 'reward' | 'voucher';

/** How often something may still fire at the cut under its limits; a refund gives no firing back (README.md, "Refunds"). */
export function firingsLeft(scene: Scene, limits: readonly Limit[] | undefined, kind: Fired, id: Id): number {
  if (limits === undefined) return Infinity;
  const instants = scene.account.firings.get(`${kind}:${id}`) ?? [];
  const left = limits.map((limit) => {
    const span = spanOf(limit.win, scene.programme.zone, scene.cut, (mark) => markMs(scene, mark));
    return limit.n - countIn(instants, span);
  });
  return Math.max(0, Math.min(...left));
}

/** Firings are noted in the order of time. */
function countIn(instants: readonly number[], { fromMs, toMs }: Span): number {
  const to = firstWhere(instants, (instant) => instant >= toMs);
  return Math.max(0, to - firstWhere(instants, (instant) => instant >= fromMs));
}

export function noteFiring(scene: Scene, kind: Fired, id: Id): void {
  if (scene.programme.limited.size === 0) return;
  const key = `${kind}:${id}`;
  if (scene.programme.limited.has(key)) push(scene.fold.undo, scene.account.firings, key, scene.cut.atMs);
}
