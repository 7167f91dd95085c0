// npm run simulate:mutations [-- --seeds N --steps M --only TEXT]: every planted bug must be caught; ends `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { readArguments } from '../support/read-arguments.ts';
import { MUTATIONS, type Mutation } from './mutations.ts';

const USAGE = 'usage: npm run simulate:mutations -- [--seeds N] [--steps M] [--from FIRST] [--only TEXT]';
const { values } = readArguments(USAGE, {
  options: {
    seeds: { type: 'string', default: '60' },
    steps: { type: 'string', default: '250' },
    from: { type: 'string', default: '0' },
    only: { type: 'string', default: '' },
  },
});
const startedAt = performance.now();
const chosen = MUTATIONS.filter(({ name }) => name.includes(values.only));
/** A seed gives one history, so it needs to be tried without a bug once only. */
const sound = new Set<string>();
const caught = chosen.filter(isCaught);
const seconds = (performance.now() - startedAt) / 1000;
console.log(`${chosen.length} planted bugs in ${seconds.toFixed(0)} s`);
console.log(`${caught.length} passed, ${chosen.length - caught.length} failed`);
process.exitCode = caught.length === chosen.length && chosen.length > 0 ? 0 : 1;

/** A seed fails with the bug, and the same seed passes without it. */
function isCaught({ name, seed: first, steps = Number(values.steps) }: Mutation): boolean {
  const { seeds, from } = values;
  const found =
    (first === undefined ? undefined : findBy(name, { seeds: '1', from: `${first}`, steps })) ??
    findBy(name, { seeds, from, steps });
  if (found === undefined) {
    console.log(`NOT CAUGHT: ${name}`);
    return false;
  }
  const { seed, step, rule } = found;
  if (!isSound(seed, steps)) {
    console.log(`seed ${seed} fails without any planted bug too: ${name}`);
    return false;
  }
  console.log(`caught by seed ${seed} at step ${step}: ${rule}: ${name}`);
  return true;
}

interface Found {
  readonly seed: string;
  readonly step: string;
  readonly rule: string;
}

function findBy(name: string, range: Range): Found | undefined {
  const output = simulate(range, { SIMULATION_MUTATION: name });
  const [, seed, step, rule] = /FAILED seed (\d+) at step (\d+): (.{0,90})/.exec(output) ?? [];
  if (seed !== undefined && step !== undefined && rule !== undefined) return { seed, step, rule };
  if (!output.endsWith(' 0 failed')) throw new Error(`${name}: the simulation did not run\n${output}`);
  return undefined;
}

function isSound(seed: string, steps: number): boolean {
  const history = `${seed} of ${steps}`;
  if (sound.has(history)) return true;
  const passes = simulate({ seeds: '1', from: seed, steps }, {}).endsWith(' 0 failed');
  if (passes) sound.add(history);
  return passes;
}

interface Range {
  readonly seeds: string;
  readonly from: string;
  readonly steps: number;
}

function simulate({ seeds, from, steps }: Range, env: Readonly<Record<string, string>>): string {
  const plant = 'SIMULATION_MUTATION' in env ? ['--import', './test/simulation/plant.ts'] : [];
  const order = ['--until-failure', '--seeds', seeds, '--from', from, '--steps', `${steps}`];
  const { stdout } = spawnSync(process.execPath, [...plant, 'test/simulation/cli.ts', ...order], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return stdout.trimEnd();
}
