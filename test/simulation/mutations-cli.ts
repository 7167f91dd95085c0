// npm run simulate:mutations [-- --seeds N --steps M --only TEXT]: every planted bug must be caught; ends `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { MUTATIONS, type Mutation } from './mutations.ts';

/** Seeds that are tried at a time; the first batch that fails has caught the bug. */
const BATCH = 5;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '60' },
    steps: { type: 'string', default: '250' },
    only: { type: 'string', default: '' },
  },
});

// A seed that fails by itself would catch anything.
const baseline = simulate(0, Number(values.seeds), {});
if (!baseline.endsWith(' 0 failed'))
  throw new Error(`without any planted bug the seeds must pass:\n${baseline}`);
console.log(`without any planted bug: ${baseline.split('\n').at(-1)}`);

let passed = 0;
const chosen = MUTATIONS.filter(({ name }) => name.includes(values.only));
for (const mutation of chosen) {
  const caught = catchMutation(mutation);
  console.log(`${caught === undefined ? 'NOT CAUGHT' : `caught by ${caught}`}: ${mutation.name}`);
  if (caught !== undefined) passed += 1;
}
console.log(`${passed} passed, ${chosen.length - passed} failed`);
process.exitCode = passed === chosen.length && chosen.length > 0 ? 0 : 1;

/** The seed that found it, and by which rule. */
function catchMutation({ name }: Mutation): string | undefined {
  for (let from = 0; from < Number(values.seeds); from += BATCH) {
    const output = simulate(from, Math.min(BATCH, Number(values.seeds) - from), {
      SIMULATION_MUTATION: name,
    });
    const found = /FAILED (seed \d+ at step \d+: .{0,90})/.exec(output)?.[1];
    if (found !== undefined) return found;
    if (!output.endsWith(' 0 failed')) throw new Error(`${name}: the simulation did not run\n${output}`);
  }
  return undefined;
}

function simulate(from: number, seeds: number, env: Readonly<Record<string, string>>): string {
  const plant = 'SIMULATION_MUTATION' in env ? ['--import', './test/simulation/plant.ts'] : [];
  const order = { seeds: String(seeds), steps: values.steps, from: String(from) };
  const options = Object.entries(order).flatMap(([name, value]) => [`--${name}`, value]);
  const { stdout } = spawnSync(
    process.execPath,
    [...plant, 'test/simulation/cli.ts', '--until-failure', ...options],
    { env: { ...process.env, ...env }, encoding: 'utf8' },
  );
  return stdout.trimEnd();
}
