import { describe, expect, test } from 'vitest';
import type { ScenarioFile } from './notation.ts';
import { runScenario } from './run-scenario.ts';
import ownScenarios from './own-scenarios.json' with { type: 'json' };
import scenarios from './scenarios.json' with { type: 'json' };

/** Every system of the published scenarios; one that the engine does not carry yet would be named here with its reason. */
const NOT_SUPPORTED: readonly string[] = [];

const file = scenarios as unknown as ScenarioFile;
const supported = file.systems.filter(({ id }) => !NOT_SUPPORTED.includes(id));

test('the carried file holds the 24 systems and 120 scenarios', () => {
  expect(supported.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['novin-charm', 'maral-charm', 'nordstrom', 'sephora', 'taoqi', 'engine']),
  );
  expect(supported).toHaveLength(24);
  expect(supported.flatMap((system) => system.scenarios)).toHaveLength(120);
});

/** Constructs that no published scenario needs; computed by hand, the arithmetic is in each `why`. */
const own = ownScenarios as unknown as ScenarioFile;

describe.each(own.systems.map((system) => [system.id, system] as const))('own: %s', (_, system) => {
  test.each(system.scenarios.map((scenario) => [scenario.id, scenario.title ?? '', scenario] as const))(
    '%s %s',
    (_id, _title, scenario) => {
      expect(runScenario(scenario, own.definitionsInProposedFormat)).toEqual([]);
    },
  );
});

describe.each(supported.map((system) => [system.id, system] as const))('%s', (_, system) => {
  test.each(system.scenarios.map((scenario) => [scenario.id, scenario.title ?? '', scenario] as const))(
    '%s %s',
    (_id, _title, scenario) => {
      expect(runScenario(scenario, file.definitionsInProposedFormat)).toEqual([]);
    },
  );
});
