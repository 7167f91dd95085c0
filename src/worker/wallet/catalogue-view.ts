import type { ConnectionView } from '#bridge/common-views.ts';
import type { CatalogueView, ProgrammeOffer } from '#bridge/wallet-api.ts';
import { lookOf, promisesOf } from './programme-words.ts';
import type { WalletWorld } from './wallet-world.ts';

/** What can be joined. `fetched`: whether this device ever had a catalogue. */
export function catalogueView(
  world: WalletWorld,
  fetched: boolean,
  connection: ConnectionView,
): CatalogueView {
  if (!fetched) return { connection };
  const joined = new Set(world.holdings.memberships.map(({ programmeId }) => programmeId));
  const offers = world.catalogue.programmes.map((programme): ProgrammeOffer => ({
    look: lookOf(programme, world),
    summary: programme.presentation.about[world.locale],
    joined: joined.has(programme.id),
    highlights: promisesOf(programme, world, world.nowMs),
  }));
  return { offers, connection };
}
