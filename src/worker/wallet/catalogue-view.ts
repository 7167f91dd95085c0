import type { CatalogueView } from '#bridge/wallet-api.ts';
import { offeredProgrammes, programmeOffer } from './offer-view.ts';
import type { WalletWorld } from './wallet-world.ts';

/** What can be joined. `fetched`: whether this device ever had a catalogue. */
export function catalogueView(world: WalletWorld, fetched: boolean): CatalogueView {
  const offered = offeredProgrammes(world);
  if (!fetched && offered.length === 0) return {};
  return { offers: offered.map((one) => programmeOffer(one, world)) };
}
