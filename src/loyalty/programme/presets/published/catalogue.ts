// Every published definition with its display data. Modelled on published rules, not affiliated; assumed parameters marked.
import { assert } from '#base/assert.ts';
import type { Result } from '#base/result.ts';
import { loadProgramme } from '#loyalty/programme/lint.ts';
import { parsePresentation } from '#loyalty/programme/presentation.ts';
import type { Presentation } from '#loyalty/programme/presentation.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import { PUBLISHED_DEFINITIONS } from './definitions.ts';
import { PUBLISHED_TEXTS } from './texts.ts';

export interface PublishedEntry {
  /** The file name; variants of one programme have different names and the same programme id. */
  readonly name: string;
  readonly programme: Programme;
  readonly presentation: Presentation;
}

/** All 25, by name. Parsed anew at each call; a preset that does not load is a bug. */
export function publishedCatalogue(): readonly PublishedEntry[] {
  const texts = new Map(
    PUBLISHED_TEXTS.map((input) => good(parsePresentation(input))).map((words) => [words.programme, words]),
  );
  return Object.entries(PUBLISHED_DEFINITIONS).map(([name, definition]) => {
    const programme = good(loadProgramme(definition));
    const presentation = texts.get(programme.id);
    assert(presentation !== undefined, `${name} has no display data`);
    return { name, programme, presentation };
  });
}

function good<T>(result: Result<T>): T {
  assert(result.ok, result.ok ? '' : `a preset is refused: ${JSON.stringify(result.error)}`);
  return result.value;
}
