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

let passed = 0;
const chosen = MUTATIONS.filter(({ name }) => name.includes(values.only));
for (const mutation of chosen) {
  const caught = catchMutation(mutation);
  console.log(`${caught === undefined ? 'NOT CAUGHT' : `caught by seed ${caught}`}: ${mutation.name}`);
  if (caught !== undefined) passed += 1;
}
console.log(`${passed} passed, ${chosen.length - passed} failed`);
process.exitCode = passed === chosen.length && chosen.length > 0 ? 0 : 1;

/** The seed that found it. */
function catchMutation({ name }: Mutation): string | undefined {
  for (let from = 0; from < Number(values.seeds); from += BATCH) {
    const { stdout } = spawnSync(
      process.execPath,
      [
        '--import',
        './test/simulation/plant.ts',
        'test/simulation/cli.ts',
        '--until-failure',
        '--seeds',
        String(BATCH),
        '--steps',
        values.steps,
        '--from',
        String(from),
      ],
      { env: { ...process.env, SIMULATION_MUTATION: name }, encoding: 'utf8' },
    );
    const found = /FAILED seed (\d+)/.exec(stdout)?.[1];
    if (found !== undefined) return found;
    if (!/\d+ passed, 0 failed/.test(stdout))
      throw new Error(`${name}: the simulation did not run\n${stdout}`);
  }
  return undefined;
}
