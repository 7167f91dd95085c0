// A programme as something that can be joined: what it gives, what lapses, where its rules come from.
import type {
  LifeSpan,
  OfferEdition,
  OfferOrigin,
  OfferView,
  ProgrammeOffer,
  UnitLife,
} from '#bridge/wallet-catalogue.ts';
import { searchable } from '#i18n/searchable.ts';
import { versionAt } from '#loyalty/engine/loaded.ts';
import { kindsOf, termsAt } from '#loyalty/programme/kinds.ts';
import { LANGUAGES, type Words } from '#loyalty/programme/presentation.ts';
import type { Dur, Id } from '#loyalty/programme/types.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import { joinedIds } from './member-log.ts';
import { lookOf, rulePromise, unitName, wordOf } from './programme-words.ts';
import type { WalletWorld } from './wallet-world.ts';

export interface OfferedProgramme {
  readonly programme: UsableProgramme;
  readonly origin: OfferOrigin;
}

/** Every programme that can be joined or was added, in the order of the catalogue. */
export function offeredProgrammes(world: WalletWorld): readonly OfferedProgramme[] {
  const offered = world.catalogue.programmes.map((programme): OfferedProgramme => ({
    programme,
    origin: { kind: programme.presentation.note },
  }));
  return [...offered, ...world.added];
}

export function programmeOffer({ programme, origin }: OfferedProgramme, world: WalletWorld): ProgrammeOffer {
  const { id, presentation, definition } = programme;
  const merchants = programme.merchants.map((slug) => ({
    slug,
    name: world.catalogue.merchants.get(slug)?.name ?? slug,
  }));
  const isAdded = world.added.some((added) => added.programme === programme);
  const names = [
    ...LANGUAGES.map((language) => presentation.name[language]),
    ...merchants.map(({ name }) => name),
  ];
  const joined = isAdded || joinedIds(world.holdings).has(id);
  return {
    look: lookOf(programme, world),
    summary: presentation.about[world.locale],
    joined,
    hidden: joined && world.holdings.hidden.has(id),
    kinds: kindsOf(termsAt(definition, world.nowMs), merchants.length),
    merchants,
    origin,
    searchText: searchable(names.join(' ')),
  };
}

export function offerView(offered: OfferedProgramme, world: WalletWorld): OfferView {
  const { programme } = offered;
  const { presentation, definition } = programme;
  const terms = termsAt(definition, world.nowMs);
  return {
    offer: programmeOffer(offered, world),
    earning: unique((terms.rules ?? []).flatMap((rule) => rulePromise(programme, rule, world) ?? [])),
    rewards: namesOf(terms.rewards, presentation.rewards, world),
    vouchers: namesOf(terms.vouchers, presentation.vouchers, world),
    benefits: namesOf(terms.benefits, presentation.benefits, world),
    ladders: (terms.ladders ?? []).map(({ id, tiers }) => {
      const words = presentation.ladders?.[id];
      return {
        name: wordOf(words?.name, id, world),
        tiers: tiers.map((tier) => wordOf(words?.tiers[tier.id], tier.id, world)),
      };
    }),
    lapsing: (terms.units ?? []).map(({ id, expire, idle }): UnitLife => ({
      unitName: unitName(programme, id, world),
      ...(expire === undefined ? {} : { expire: spanOf(expire) }),
      ...(idle === undefined ? {} : { idle: spanOf(idle) }),
    })),
    needs: neededLooks(programme, world),
    assumed: (presentation.assumed ?? []).map((pointer) => stepsOf(definition, pointer)),
    edition: editionOf(programme, world.nowMs),
  };
}

function namesOf(
  entries: readonly { readonly id: Id }[] | undefined,
  words: Readonly<Record<Id, Words>> | undefined,
  world: WalletWorld,
): readonly string[] {
  return unique((entries ?? []).map(({ id }) => wordOf(words?.[id], id, world)));
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function spanOf({ n, u }: Dur): LifeSpan {
  return { n, unit: u };
}

function neededLooks({ group, id }: UsableProgramme, world: WalletWorld): OfferView['needs'] {
  const joined = joinedIds(world.holdings);
  return group.loaded
    .flatMap((loaded) => world.catalogue.programmes.find((programme) => programme.id === loaded.id) ?? [])
    .filter((programme) => programme.id !== id)
    .map((programme) => ({ look: lookOf(programme, world), joined: joined.has(programme.id) }));
}

/** A JSON pointer with the ids of list entries in place of their positions, e.g. units, manex, expire. */
function stepsOf(definition: unknown, pointer: string): readonly string[] {
  let value = definition;
  return pointer
    .split('/')
    .slice(1)
    .map((key) => {
      const isList = Array.isArray(value);
      value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
      const named = (value as { readonly id?: unknown } | undefined)?.id;
      return isList && typeof named === 'string' ? named : key;
    });
}

function editionOf({ id, loaded }: UsableProgramme, nowMs: number): OfferEdition {
  const { index, fromMs, hash } = versionAt(loaded, nowMs);
  return {
    programmeId: id,
    number: index + 1,
    of: loaded.versions.length,
    ...(fromMs === -Infinity ? {} : { sinceMs: fromMs }),
    hash: hash.slice(0, 8),
  };
}
