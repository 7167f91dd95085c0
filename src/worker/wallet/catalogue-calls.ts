import type { Outcome } from '#bridge/common-views.ts';
import type { WalletCatalogueApi } from '#bridge/wallet-catalogue.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import { offeredProgrammes, offerView } from './offer-view.ts';
import {
  addProgrammeFile,
  readProgrammeFile,
  removeProgrammeFile,
  shareProgramme,
} from './programme-files.ts';
import type { WalletDeps } from './wallet-deps.ts';
import type { WalletParts } from './wallet-parts.ts';
import { readWorld } from './wallet-world.ts';

/** Everything about programmes before they are joined, and beside those that are. */
export function createCatalogueCalls({ deps, folds }: WalletParts): WalletCatalogueApi {
  return {
    offer: async (programmeId, locale) => {
      const world = await readWorld(deps, folds, locale);
      const offered = offeredProgrammes(world).find(({ programme }) => programme.id === programmeId);
      return offered === undefined
        ? refused('programme_unknown')
        : { ok: true, value: offerView(offered, world) };
    },
    hideProgramme: (programmeId, hidden) => hideProgramme(deps, programmeId, hidden),
    readProgrammeFile: (input, locale) => readProgrammeFile(deps, folds, { input, locale }),
    addProgrammeFile: (input) => addProgrammeFile(deps, input),
    removeProgrammeFile: (programmeId) => removeProgrammeFile(deps, programmeId),
    shareProgramme: (programmeId) => shareProgramme(deps, programmeId),
  };
}

async function hideProgramme(
  { stores, around, broadcast }: WalletDeps,
  programmeId: string,
  hidden: boolean,
): Promise<Outcome<null>> {
  const hiddenAtMs = around.clock.nowMs();
  const written = await stores.store.write(({ hiddenProgrammes }) =>
    hidden ? hiddenProgrammes.put({ programmeId, hiddenAtMs }) : hiddenProgrammes.remove(programmeId),
  );
  if (!written.ok) return outcomeError(written.error);
  broadcast.changed('programmes', 'vouchers', 'activity');
  return { ok: true, value: null };
}
