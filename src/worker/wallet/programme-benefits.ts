import type { BenefitsView, LadderView } from '#bridge/wallet-programme.ts';
import { type LoadedVersion, versionAt } from '#loyalty/engine/loaded.ts';
import type { MemberState } from '#loyalty/engine/outcome.ts';
import type { Benefit } from '#loyalty/programme/types.ts';
import { wordOf } from './programme-words.ts';
import { holdsIn } from './state-values.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** What the member may do now, and what the next level of the first ladder that has one would add. */
export function benefitsView(
  { programme, fold }: JoinedProgramme,
  ladders: readonly LadderView[],
  world: WalletWorld,
): BenefitsView {
  if (fold === undefined) return { now: [] };
  const { state } = fold;
  const nameOf = (id: string) => wordOf(programme.presentation.benefits?.[id], id, world);
  const now = state.benefits.map(nameOf);
  const ladder = ladders.find(({ tiers }) => tiers.some(({ missing }) => missing !== undefined));
  const next = ladder?.tiers.find(({ missing }) => missing !== undefined);
  if (ladder === undefined || next === undefined) return { now };
  const version = versionAt(programme.loaded, world.nowMs);
  const after: MemberState = { ...state, tier: { ...state.tier, [ladder.id]: next.id } };
  const added = version.benefits.filter((benefit) => comesWith(benefit, { before: state, after, version }));
  if (added.length === 0) return { now };
  return { now, next: { tierName: next.name, names: added.map(({ id }) => nameOf(id)) } };
}

function comesWith(
  benefit: Benefit,
  reading: { readonly before: MemberState; readonly after: MemberState; readonly version: LoadedVersion },
): boolean {
  const { before, after, version } = reading;
  if (benefit.if === undefined || before.benefits.includes(benefit.id)) return false;
  const holds = (state: MemberState) => holdsIn({ state, version }, benefit.if!);
  return holds(before) === false && holds(after) === true;
}
