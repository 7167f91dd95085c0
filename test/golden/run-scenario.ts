import { replay } from '#loyalty/engine/replay.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import { PUBLISHED_DEFINITIONS } from '#loyalty/programme/presets/published/definitions.ts';
import { compareOutcome, compareState, type Difference } from './compare.ts';
import { loadDefinitions, type Loaded } from './load-definitions.ts';
import { eventsOf, queriesOf, type Scenario, type ScenarioFile } from './notation.ts';
import type { Tell } from './through-ledger.ts';

type Definitions = ScenarioFile['definitionsInProposedFormat'];

/** A scenario's differences, as `tell` tells it; a refusal to load or to fold counts as one. */
export function runScenario(
  scenario: Scenario,
  given: Definitions,
  tell: Tell = replay,
): readonly Difference[] {
  const loaded = loadAll(scenario.programmes, given);
  if ('refusal' in loaded) return [{ path: 'programmes', expected: 'loaded', found: loaded.refusal }];
  try {
    return differences(scenario, loaded.programmes, tell);
  } catch (error) {
    return [{ path: 'replay', expected: 'an answer', found: error instanceof Error ? error.message : error }];
  }
}

function differences(
  scenario: Scenario,
  programmes: readonly LoadedProgramme[],
  tell: Tell,
): readonly Difference[] {
  const replayed = tell(programmes, eventsOf(scenario), queriesOf(scenario));
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

function loadAll(names: readonly string[], given: Definitions): Loaded {
  const definitions = names.map((name) => definitionNamed(name, given));
  const unknown = definitions.indexOf(undefined);
  if (unknown !== -1) return { refusal: `no definition is named ${names[unknown]}` };
  return loadDefinitions(definitions);
}

/** The file's own definition, else the one that the project carries: `alibaba-88+loreal` is the preset `alibaba-88-loreal`. */
function definitionNamed(name: string, given: Definitions): unknown {
  if (given !== undefined && Object.hasOwn(given, name)) return given[name];
  const preset = name.replace(/[+@]/, '-');
  return Object.hasOwn(PUBLISHED_DEFINITIONS, preset) ? PUBLISHED_DEFINITIONS[preset] : undefined;
}
