import { describe, expect, test } from 'vitest';
import type { ScenarioFile } from './notation.ts';
import { runScenario } from './run-scenario.ts';
import { replay } from '#loyalty/engine/replay.ts';
import { throughLedger, throughLedgerBackwards } from './through-ledger.ts';
import ownScenarios from './own-scenarios.json' with { type: 'json' };
import scenarios from './scenarios.json' with { type: 'json' };

/** Every system of the published scenarios; one that the engine does not carry yet would be named here with its reason. */
const NOT_SUPPORTED: readonly string[] = [];

/** The specification, and the incremental engine in two orders of arrival. */
const ENGINES = [replay, throughLedger, throughLedgerBackwards];

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
      for (const tell of ENGINES)
        expect(runScenario(scenario, own.definitionsInProposedFormat, tell)).toEqual([]);
    },
  );
});

describe.each(supported.map((system) => [system.id, system] as const))('%s', (_, system) => {
  test.each(system.scenarios.map((scenario) => [scenario.id, scenario.title ?? '', scenario] as const))(
    '%s %s',
    (_id, _title, scenario) => {
      for (const tell of ENGINES)
        expect(runScenario(scenario, file.definitionsInProposedFormat, tell)).toEqual([]);
    },
  );
});
