import type { CatalogueMerchant } from '#api/catalogue.ts';
import { loadProgrammes } from '#loyalty/engine/load.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
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
  const programmes = catalogue.reply.programmes.flatMap((entry) => {
    const definition = parseProgramme(entry.definition);
    const presentation = parsePresentation(entry.presentation);
    if (!definition.ok || !presentation.ok || presentation.value.programme !== definition.value.id) return [];
    const loaded = loadProgrammes([definition.value]);
    if (!loaded.ok) return [];
    return [
      {
        id: definition.value.id,
        number: entry.number,
        definition: definition.value,
        loaded: loaded.value[0]!,
        presentation: presentation.value,
        merchants: entry.merchants,
      },
    ];
  });
  const merchants = new Map(catalogue.reply.merchants.map((merchant) => [merchant.slug, merchant]));
  return { programmes, merchants };
}

/** Parses a catalogue once, however often it is asked for. */
export function createUsableCatalogue(): (catalogue: TrustedCatalogue | undefined) => UsableCatalogue {
  let source: TrustedCatalogue | undefined;
  let usable: UsableCatalogue = { programmes: [], merchants: new Map() };
  return (catalogue) => {
    if (catalogue === undefined) return { programmes: [], merchants: new Map() };
    if (catalogue !== source) usable = usableCatalogueFrom(catalogue);
    source = catalogue;
    return usable;
  };
}
