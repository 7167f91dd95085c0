import type { LadderView, TierView } from '#bridge/wallet-programme.ts';
import { versionAt } from '#loyalty/engine/loaded.ts';
import type { Cond, Expr, Ladder } from '#loyalty/programme/types.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import type { ProgrammeFold } from './programme-fold.ts';
import { wordOf } from './programme-words.ts';
import { missingText } from './quantity-words.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** Every ladder, the lowest tier first. */
export function ladderViews({ programme, fold }: JoinedProgramme, world: WalletWorld): readonly LadderView[] {
  if (fold === undefined) return [];
  const version = versionAt(programme.loaded, world.nowMs);
  return [...version.ladders.values()].map((ladder) => ({
    id: ladder.id,
    name: wordOf(programme.presentation.ladders?.[ladder.id]?.name, ladder.id, world),
    tiers: tiersOf(programme, ladder, { fold, world }),
  }));
}

interface Reading {
  readonly fold: ProgrammeFold;
  readonly world: WalletWorld;
}

function tiersOf(programme: UsableProgramme, ladder: Ladder, { fold, world }: Reading): readonly TierView[] {
  const { state } = fold;
  const words = programme.presentation.ladders?.[ladder.id];
  const rank = ladder.tiers.findIndex(({ id }) => id === state.tier[ladder.id]);
  const [nextId, missingQty] = state.missing[ladder.id] ?? [];
  const until = state.tierUntil[ladder.id];
  const untilMs = until === undefined ? undefined : instantFromText(until);
  return ladder.tiers.map((tier, index) => ({
    id: tier.id,
    name: wordOf(words?.tiers[tier.id], tier.id, world),
    reached: index <= rank,
    current: index === rank,
    ...(index === rank && untilMs !== undefined ? { untilMs } : {}),
    ...(tier.id === nextId && missingQty !== undefined ? wayTo(programme, tier.if, missingQty, world) : {}),
  }));
}

function wayTo(
  programme: UsableProgramme,
  condition: Cond | undefined,
  missingQty: number,
  world: WalletWorld,
): Pick<TierView, 'missing' | 'progress'> {
  const missing = missingText(programme, condition, missingQty, world);
  const [, goal] = thresholdOf(condition) ?? [];
  if (goal === undefined || goal <= 0) return { missing };
  return { missing, progress: Math.min(1, Math.max(0, 1 - missingQty / goal)) };
}

/** What a tier's condition counts, and how much of it is asked for. */
export function thresholdOf(condition: Cond | undefined): readonly [Expr, number] | undefined {
  if (condition === undefined || !('ge' in condition)) return undefined;
  const [counted, goal] = condition.ge;
  return typeof goal === 'number' ? [counted, goal] : undefined;
}
