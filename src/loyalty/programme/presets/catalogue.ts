// The demo catalogue: three invented merchants of one neighbourhood. Plain data; parsed like anybody's definition.
import { assert } from '#base/assert.ts';
import type { Result } from '#base/result.ts';
import { loadProgramme } from '#loyalty/programme/lint.ts';
import { parsePresentation } from '#loyalty/programme/presentation.ts';
import type { Presentation } from '#loyalty/programme/presentation.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import bookHarbour from './book-harbour.json' with { type: 'json' };
import bookHarbourTexts from './book-harbour.texts.json' with { type: 'json' };
import copperCup from './copper-cup.json' with { type: 'json' };
import copperCupTexts from './copper-cup.texts.json' with { type: 'json' };
import greenGrocer from './green-grocer.json' with { type: 'json' };
import greenGrocerTexts from './green-grocer.texts.json' with { type: 'json' };

export interface CatalogueEntry {
  readonly programme: Programme;
  readonly presentation: Presentation;
  /** The merchant whose sales count: the `merchant` field of its events, and the line categories (`cat`) its till offers. */
  readonly merchant: { readonly slug: string; readonly categories: readonly string[] };
}

/** The entries in the order of display. Parsed anew at each call; a preset that does not load is a bug. */
export function demoCatalogue(): readonly CatalogueEntry[] {
  return [
    entry(copperCup, copperCupTexts, ['coffee', 'food', 'goods']),
    entry(greenGrocer, greenGrocerTexts, ['produce', 'bakery', 'dairy', 'pantry', 'household']),
    entry(bookHarbour, bookHarbourTexts, ['fiction', 'non-fiction', 'children', 'stationery']),
  ];
}

function entry(definition: unknown, texts: unknown, categories: readonly string[]): CatalogueEntry {
  const programme = good(loadProgramme(definition));
  return {
    programme,
    presentation: good(parsePresentation(texts)),
    merchant: { slug: programme.id, categories },
  };
}

function good<T>(result: Result<T>): T {
  assert(result.ok, result.ok ? '' : `a preset is refused: ${JSON.stringify(result.error)}`);
  return result.value;
}
