import type { CatalogueMerchant, CatalogueProgramme } from '#api/catalogue.ts';
import { createRecent } from '#base/recent.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import { type GroupMember, groupOf, type ProgrammeGroup } from '#loyalty/ledger/programme-group.ts';
import { parseProgramme } from '#loyalty/programme/parse.ts';
import { type Presentation, parsePresentation } from '#loyalty/programme/presentation.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import type { TrustedCatalogue } from './catalogue.ts';

/** A programme that this build can evaluate and show. */
export interface UsableProgramme {
  readonly id: string;
  /** What certificates call it. */
  readonly number: number;
  readonly definition: Programme;
  readonly loaded: LoadedProgramme;
  /** Itself and what it reads, to be folded together. */
  readonly group: ProgrammeGroup;
  readonly presentation: Presentation;
  /** Slugs of the merchants that take part. */
  readonly merchants: readonly string[];
}

export interface UsableCatalogue {
  /** In the order of the catalogue. */
  readonly programmes: readonly UsableProgramme[];
  readonly merchants: ReadonlyMap<string, CatalogueMerchant>;
}

/**
 * The programmes of a catalogue, parsed and loaded. One that this build cannot read or evaluate (newer constructs)
 * is left out, so that the others go on: wrong numbers are worse than none.
 */
export function usableCatalogueFrom(catalogue: TrustedCatalogue): UsableCatalogue {
  const readable = catalogue.reply.programmes.flatMap((entry) => readEntry(entry) ?? []);
  const known = new Map(readable.map((one) => [one.definition.id, one]));
  const programmes = readable.flatMap((one) => {
    const group = groupOf(one.definition.id, known);
    const { definition, scope, presentation, number } = one;
    return group.ok
      ? [
          {
            id: definition.id,
            number,
            definition,
            loaded: group.value.loaded.find(({ id }) => id === definition.id)!,
            group: group.value,
            presentation,
            merchants: scope.merchants,
          },
        ]
      : [];
  });
  const merchants = new Map(catalogue.reply.merchants.map((merchant) => [merchant.slug, merchant]));
  return { programmes, merchants };
}

interface ReadableProgramme extends GroupMember {
  readonly number: number;
  readonly presentation: Presentation;
}

function readEntry(entry: CatalogueProgramme): ReadableProgramme | undefined {
  const definition = parseProgramme(entry.definition);
  const presentation = parsePresentation(entry.presentation);
  if (!definition.ok || !presentation.ok || presentation.value.programme !== definition.value.id)
    return undefined;
  const { merchants, sales } = entry;
  return {
    number: entry.number,
    definition: definition.value,
    presentation: presentation.value,
    scope: { programmeId: definition.value.id, merchants, ...(sales === undefined ? {} : { sales }) },
  };
}

/** A fresh catalogue mostly says what the last one said. */
const readBefore = createRecent<UsableCatalogue>(4);

/** Parses a catalogue once, however often it is asked for or fetched anew. */
export function createUsableCatalogue(): (catalogue: TrustedCatalogue | undefined) => UsableCatalogue {
  let source: TrustedCatalogue | undefined;
  let usable: UsableCatalogue = { programmes: [], merchants: new Map() };
  return (catalogue) => {
    if (catalogue === undefined) return { programmes: [], merchants: new Map() };
    if (catalogue !== source) {
      const { merchants, programmes } = catalogue.reply;
      usable = readBefore.of(JSON.stringify([merchants, programmes]), () => usableCatalogueFrom(catalogue));
    }
    source = catalogue;
    return usable;
  };
}
