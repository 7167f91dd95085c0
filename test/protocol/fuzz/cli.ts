// npm run fuzz -- --count N --seed S: N mutated messages against every verifier; ends `N passed, N failed`. A failure
// prints the least input that shows it and the command that runs it again.
import { readArguments, wholeNumber } from '../../support/read-arguments.ts';
import { type Failure, fuzz } from './fuzz.ts';

const BATCH = 5_000;
const SHOWN_FAILURES = 20;

const USAGE = 'usage: npm run fuzz -- [--count N] [--seed S] [--first CASE]';

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = readArguments(USAGE, {
    options: {
      count: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      /** Number of the first case. */
      first: { type: 'string', default: '0' },
    },
  });
  return run(
    wholeNumber(USAGE, values.count, 1),
    wholeNumber(USAGE, values.seed),
    wholeNumber(USAGE, values.first),
  );
}

async function run(count: number, seed: number, first: number): Promise<number> {
  const startedAt = performance.now();
  const changes = new Map<string, number>();
  const refusals = new Map<string, number>();
  let [passed, failed] = [0, 0];
  for (let done = 0; done < count; done += BATCH) {
    const report = await fuzz({ seed, first: first + done, count: Math.min(BATCH, count - done) });
    passed += report.passed;
    for (const failure of report.failures) if (failed++ < SHOWN_FAILURES) print(failure);
    addTo(changes, report.changes);
    addTo(refusals, report.refusals);
    if (count > BATCH) console.error(`${passed + failed} of ${count}`);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const perSecond = count / seconds;
  console.log(`changes tried: ${tally(changes)}`);
  console.log(`refused by: ${tally(refusals)}`);
  console.log(
    `${perSecond.toFixed(0)} messages a second; 1,000,000 take ${(1e6 / perSecond / 60).toFixed(0)} minutes here`,
  );
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function print({ seed, number, target, how, input, fault }: Failure): void {
  console.log(`FAILED case ${number}: ${target}, ${how.join(' + ')}: ${fault}`);
  console.log(`  input: ${input}`);
  console.log(`  again: npm run fuzz -- --seed ${seed} --first ${number} --count 1`);
}

function addTo(total: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [name, times] of more) total.set(name, (total.get(name) ?? 0) + times);
}

function tally(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, times]) => `${name} ${times}`)
    .join(', ');
}
