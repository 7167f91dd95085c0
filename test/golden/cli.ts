// npm run golden -- FILE... [--only SYSTEM,...]: runs scenario files and prints every difference.
import { readFileSync } from 'node:fs';
import { misused, readArguments } from '../support/read-arguments.ts';
import type { ScenarioFile } from './notation.ts';
import { runScenario } from './run-scenario.ts';

const USAGE = 'usage: npm run golden -- FILE... [--only SYSTEM,...]';
const { values, positionals } = readArguments(USAGE, {
  allowPositionals: true,
  options: { only: { type: 'string' } },
});
if (positionals.length === 0) misused(USAGE, 'no file is named');
const only = values.only?.split(',');
let passed = 0;
let failed = 0;
for (const path of positionals) {
  const file = JSON.parse(readFileSync(path, 'utf8')) as ScenarioFile;
  for (const system of file.systems) {
    if (only !== undefined && !only.includes(system.id)) continue;
    const before = { passed, failed };
    for (const scenario of system.scenarios) {
      const differences = runScenario(scenario, file.definitionsInProposedFormat);
      if (differences.length === 0) passed += 1;
      else failed += 1;
      for (const { path: where, expected, found } of differences) {
        console.log(
          `${scenario.id} ${where}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`,
        );
      }
    }
    console.log(`${system.id}: ${passed - before.passed} passed, ${failed - before.failed} failed`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exit(1);
