// Ladders: ranked statuses. A tier is held because its condition holds now, because a tick said so, or by a grant with an end.
import type { Expr, Id, Ladder } from '#loyalty/programme/types.ts';
import { addDuration } from '#loyalty/time/duration.ts';
import { splitReference } from './references.ts';
import type { Scene, SceneCut } from './scene.ts';
import { sceneIn, sceneOf } from './scene-of.ts';
import type { Grant } from './state.ts';
import { deleteIn, pushTo, setIn } from './undo.ts';

/** The tier of a ladder (own, or `programme/ladder`) that the member holds at the cut, `null` for none. */
export function heldTier(scene: Scene, reference: Id): Id | null {
  const [programmeId, id] = splitReference(reference, scene.programme.id);
  // What is frozen is held now; a grant that is tested again asks about then.
  const isNow = scene.cut.sequence === Infinity;
  const frozen = isNow ? scene.fold.frozen?.get(`${programmeId}/${id}`) : undefined;
  if (frozen !== undefined) return frozen;
  const programme = scene.fold.programmeById.get(programmeId);
  if (programme === undefined) return null;
  const there = sceneIn(scene, programme);
  const ladder = there.version.ladders.get(id);
  return ladder === undefined ? null : (ladder.tiers[heldRank(there, ladder)]?.id ?? null);
}

/** Position of the held tier, -1 for none. */
export function heldRank(scene: Scene, ladder: Ladder): number {
  let rank = ladder.base === true ? 0 : -1;
  for (const grant of liveGrants(scene, ladder.id)) rank = Math.max(rank, rankOfTier(ladder, grant.tier));
  if (ladder.eval === 'live') rank = Math.max(rank, qualifiedRank(scene, ladder));
  if (typeof ladder.eval === 'object')
    rank = Math.max(rank, rankOfTier(ladder, scene.account.tickTiers.get(ladder.id)));
  return rank;
}

/** When the held tier ends; `undefined` when it has no end of its own. */
export function heldUntilMs(scene: Scene, ladder: Ladder): number | undefined {
  const rank = heldRank(scene, ladder);
  if (rank === -1 || (ladder.base === true && rank === 0)) return undefined;
  if (ladder.eval === 'live' && qualifiedRank(scene, ladder) === rank) return undefined;
  const ends = liveGrants(scene, ladder.id)
    .filter((grant) => rankOfTier(ladder, grant.tier) === rank)
    .map((grant) => grant.untilMs);
  return ends.length === 0 || ends.includes(undefined) ? undefined : Math.max(...(ends as number[]));
}

/** The next tier and how much its `ge` condition lacks at the cut; `undefined` when there is none or it cannot be told. */
export function missingToNext(scene: Scene, ladder: Ladder): readonly [Id, number] | undefined {
  const next = ladder.tiers[heldRank(scene, ladder) + 1];
  const threshold = next?.if === undefined ? undefined : thresholdOf(scene, next.if);
  return threshold === undefined ? undefined : [next!.id, Math.max(0, threshold)];
}

function thresholdOf(scene: Scene, cond: NonNullable<Ladder['tiers'][number]['if']>): number | undefined {
  const lack = ([value, threshold]: readonly [Expr, Expr], extra: number) =>
    scene.fold.ask.value(scene, threshold) + extra - scene.fold.ask.value(scene, value);
  if ('ge' in cond) return lack(cond.ge, 0);
  if ('gt' in cond) return lack(cond.gt, 1);
  if (!('all' in cond)) return undefined;
  // Of several thresholds the first that is not reached yet.
  const lacks = cond.all.map((part) => thresholdOf(scene, part));
  return (
    lacks.find((lacking) => lacking !== undefined && lacking > 0) ??
    lacks.find((lacking) => lacking !== undefined)
  );
}

/** Position of the highest tier whose condition holds at the cut, -1 for none. */
export function qualifiedRank(scene: Scene, ladder: Ladder): number {
  for (let rank = ladder.tiers.length - 1; rank >= 0; rank--) {
    const cond = ladder.tiers[rank]!.if;
    if (cond !== undefined && scene.fold.ask.holds(scene, cond)) return rank;
  }
  return -1;
}

/** Evaluates a ladder at the scene's cut (phase 6, or a tick) and grants the tier that is earned for the ladder's `hold`. */
export function evaluateLadder(scene: Scene, ladder: Ladder): void {
  const rank = qualifiedRank(scene, ladder);
  if (typeof ladder.eval === 'object' && ladder.hold === undefined) {
    setIn(scene.fold.undo, scene.account.tickTiers, ladder.id, ladder.tiers[rank]?.id ?? null);
    return;
  }
  // What a tick of earlier terms without `hold` said stays until this one.
  deleteIn(scene.fold.undo, scene.account.tickTiers, ladder.id);
  if (rank === -1 || (ladder.base === true && rank === 0)) return;
  const { atMs } = scene.cut;
  const untilMs =
    ladder.hold === undefined ? undefined : addDuration(scene.programme.zone, atMs, ladder.hold);
  earnTier(scene, ladder, ladder.tiers[rank]!.id, untilMs);
}

/**
 * One grant per tier and end. Where refunds re-test earned tiers, a grant remembers each cut that earned it; elsewhere the
 * first cut tells it from the effect `grant`. Grants that can never be held again are forgotten.
 */
function earnTier(scene: Scene, ladder: Ladder, tier: Id, untilMs: number | undefined): void {
  const { account, fold } = scene;
  const cut = { atMs: scene.cut.atMs, sequence: fold.state.sequence };
  const grants = account.grants.get(ladder.id) ?? [];
  const same = grants.find(
    (grant) => grant.tier === tier && grant.untilMs === untilMs && grant.earnedAt.length > 0,
  );
  if (same !== undefined) {
    if (retested(scene, ladder.id)) pushTo(fold.undo, same.earnedAt, cut);
    return;
  }
  const earned: Grant = { tier, fromMs: cut.atMs, untilMs, earnedAt: [cut] };
  const kept = grants.filter((grant) => stillMatters(scene, ladder, { grant, earned }));
  setIn(fold.undo, account.grants, ladder.id, [...kept, earned]);
}

/** Not over, and not outdone by what was just earned: a tier as high, for as long. */
function stillMatters(
  scene: Scene,
  ladder: Ladder,
  { grant, earned }: { readonly grant: Grant; readonly earned: Grant },
): boolean {
  if (grant.untilMs !== undefined && grant.untilMs <= scene.cut.atMs) return false;
  if (grant.tier !== earned.tier || retested(scene, ladder.id)) return true;
  return (grant.untilMs ?? Infinity) > (earned.untilMs ?? Infinity);
}

/** In any version: the next one may re-test what this one granted. */
function retested({ programme }: Scene, ladder: Id): boolean {
  return programme.versions.some((version) => version.ladders.get(ladder)?.refund === 'reassess');
}

/**
 * `refund: 'reassess'`: every earned grant is tested again at the cuts that earned it, seeing purchases with what is left of
 * them; it falls to the best tier that still holds (same end), or away.
 */
export function reassessGrants(scene: Scene, ladder: Ladder): void {
  const grants = scene.account.grants.get(ladder.id);
  if (grants === undefined) return;
  const kept = grants.flatMap((grant) => retest(scene, ladder, grant));
  setIn(scene.fold.undo, scene.account.grants, ladder.id, kept);
}

function retest(scene: Scene, ladder: Ladder, grant: Grant): readonly Grant[] {
  if (grant.earnedAt.length === 0) return [grant];
  let best: Id | undefined;
  for (const cut of grant.earnedAt) {
    const tier = earnedThen(at(scene, cut), ladder, grant.tier);
    if (tier !== undefined && (best === undefined || rankOfTier(ladder, tier) > rankOfTier(ladder, best)))
      best = tier;
  }
  return best === undefined ? [] : [{ ...grant, tier: best }];
}

/** By the terms of that time: the best tier that still holds, at most the one that was granted. */
function earnedThen(then: Scene, ladder: Ladder, granted: Id): Id | undefined {
  const terms = then.version.ladders.get(ladder.id) ?? ladder;
  const rank = Math.min(rankOfTier(terms, granted), qualifiedRank(then, terms));
  return terms.base === true && rank === 0 ? undefined : terms.tiers[rank]?.id;
}

function at(scene: Scene, earned: { readonly atMs: number; readonly sequence: number }): Scene {
  const cut: SceneCut = { atMs: earned.atMs, before: false, sequence: earned.sequence };
  return sceneOf(scene.fold, scene.programme, scene.member, { cut });
}

function liveGrants(scene: Scene, ladder: Id): readonly Grant[] {
  const { atMs } = scene.cut;
  const grants = scene.account.grants.get(ladder) ?? [];
  return grants.filter(
    (grant) => grant.fromMs <= atMs && (grant.untilMs === undefined || atMs < grant.untilMs),
  );
}

function rankOfTier(ladder: Ladder, tier: Id | null | undefined): number {
  return ladder.tiers.findIndex((entry) => entry.id === tier);
}
