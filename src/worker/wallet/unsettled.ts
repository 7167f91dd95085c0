import type { UnsettledProgramme } from '#bridge/wallet-folds.ts';
import { lookOf } from './programme-words.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** Those whose numbers are not of now, for screens that show several. */
export function unsettledOf(
  joined: readonly JoinedProgramme[],
  world: WalletWorld,
): readonly UnsettledProgramme[] {
  return joined.flatMap(({ programme, unsettled }) =>
    unsettled === undefined ? [] : [{ look: lookOf(programme, world), unsettled }],
  );
}
