import { loadProgrammes } from '#loyalty/engine/load.ts';
import { replay } from '#loyalty/engine/replay.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import { compareOutcome, compareState, type Difference } from './compare.ts';
import definitions from './definitions.json' with { type: 'json' };
import { eventsOf, queriesOf, type Scenario, type ScenarioFile } from './notation.ts';

/** The definitions that the project carries, by the names that scenarios use (`alibaba-88+loreal`, ...). */
export const CARRIED_DEFINITIONS = definitions as unknown as Readonly<Record<string, Programme>>;

/** A scenario's differences; a refusal to load or to fold counts as one. */
export function runScenario(
  scenario: Scenario,
  given: ScenarioFile['definitionsInProposedFormat'],
): readonly Difference[] {
  const known = { ...CARRIED_DEFINITIONS, ...given };
  const unknown = scenario.programmes.filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0)
    return [{ path: 'programmes', expected: 'a definition', found: `none named ${unknown.join(', ')}` }];
  const loaded = loadProgrammes(scenario.programmes.map((name) => known[name]!));
  if (!loaded.ok) return [{ path: 'programmes', expected: 'loaded', found: loaded.error }];
  try {
    const replayed = replay(loaded.value, eventsOf(scenario), queriesOf(scenario));
    return [
      ...Object.entries(scenario.expect.events ?? {}).flatMap(([id, expected]) =>
        compareOutcome(
          `events.${id}`,
          expected,
          replayed.outcomes.get(id) as Record<string, unknown> | undefined,
        ),
      ),
      ...(scenario.expect.states ?? []).flatMap((expected, i) =>
        compareState(
          `states[${i}] ${expected.at}`,
          expected,
          replayed.states[i] as unknown as Record<string, unknown>,
        ),
      ),
    ];
  } catch (error) {
    return [
      {
        path: 'replay',
        expected: 'an answer',
        found: String(error instanceof Error ? error.message : error),
      },
    ];
  }
}
