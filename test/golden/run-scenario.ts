import { loadProgrammes } from '#loyalty/engine/load.ts';
import { replay } from '#loyalty/engine/replay.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import { loadProgramme } from '#loyalty/programme/lint.ts';
import { PUBLISHED_DEFINITIONS } from '#loyalty/programme/presets/published/definitions.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import { compareOutcome, compareState, type Difference } from './compare.ts';
import { eventsOf, queriesOf, type Scenario, type ScenarioFile } from './notation.ts';

type Definitions = ScenarioFile['definitionsInProposedFormat'];

/** A scenario's differences; a refusal to load or to fold counts as one. */
export function runScenario(scenario: Scenario, given: Definitions): readonly Difference[] {
  const loaded = loadAll(scenario.programmes, given);
  if ('refusal' in loaded) return [{ path: 'programmes', expected: 'loaded', found: loaded.refusal }];
  try {
    return differences(scenario, loaded.programmes);
  } catch (error) {
    return [{ path: 'replay', expected: 'an answer', found: error instanceof Error ? error.message : error }];
  }
}

function differences(scenario: Scenario, programmes: readonly LoadedProgramme[]): readonly Difference[] {
  const replayed = replay(programmes, eventsOf(scenario), queriesOf(scenario));
  const { events = {}, states = [] } = scenario.expect;
  return [
    ...Object.entries(events).flatMap(([id, expected]) =>
      compareOutcome(
        `events.${id}`,
        expected,
        replayed.outcomes.get(id) as Record<string, unknown> | undefined,
      ),
    ),
    ...states.flatMap((expected, i) =>
      compareState(
        `states[${i}] ${expected.at}`,
        expected,
        replayed.states[i] as unknown as Record<string, unknown>,
      ),
    ),
  ];
}

type Loaded = { readonly programmes: readonly LoadedProgramme[] } | { readonly refusal: unknown };

function loadAll(names: readonly string[], given: Definitions): Loaded {
  const definitions: Programme[] = [];
  for (const name of names) {
    const definition = definitionNamed(name, given);
    if (definition === undefined) return { refusal: `no definition is named ${name}` };
    const parsed = loadProgramme(definition);
    if (!parsed.ok) return { refusal: parsed.error };
    definitions.push(parsed.value);
  }
  const loaded = loadProgrammes(definitions);
  return loaded.ok ? { programmes: loaded.value } : { refusal: loaded.error };
}

/** The file's own definition, else the one that the project carries: `alibaba-88+loreal` is the preset `alibaba-88-loreal`. */
function definitionNamed(name: string, given: Definitions): unknown {
  if (given !== undefined && Object.hasOwn(given, name)) return given[name];
  const preset = name.replace(/[+@]/, '-');
  return Object.hasOwn(PUBLISHED_DEFINITIONS, preset) ? PUBLISHED_DEFINITIONS[preset] : undefined;
}
