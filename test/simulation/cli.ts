// npm run simulate -- --seeds N --steps M [--from FIRST]: worlds in which everything goes wrong; ends `N passed, N failed`.
// A failing seed prints its shortest history and the command that runs it again.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openSimulationDatabases, type SimulationDatabases } from './database.ts';
import { runSeed, type SeedRun, type Verdict } from './run-seed.ts';
import { shrink } from './shrink.ts';
import { createTally, type Tally } from './tally.ts';

/** Finding the shortest history takes a hundred runs: enough for a few, the others name their seed. */
const MOST_SHRUNK = 2;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '20' },
      steps: { type: 'string', default: '500' },
      from: { type: 'string', default: '0' },
      /** Stops at the first failing seed, and leaves its history as long as it is. */
      'until-failure': { type: 'boolean', default: false },
      /** Runs every seed once more: the same seed must give the same history, to the letter. */
      twice: { type: 'boolean', default: false },
      /** Names failing seeds only, and looks for no shorter history. */
      brief: { type: 'boolean', default: false },
    },
  });
  const [seeds, steps, from] = [values.seeds, values.steps, values.from].map(Number);
  if (![seeds, steps, from].every((one) => Number.isSafeInteger(one) && one! >= 0) || seeds === 0) {
    console.error('usage: npm run simulate -- [--seeds N] [--steps M] [--from FIRST]');
    return 2;
  }
  process.on('unhandledRejection', ignoreTheDead);
  const databases = await openSimulationDatabases();
  try {
    const { brief, twice, 'until-failure': untilFailure } = values;
    const order = { seeds: seeds!, steps: steps!, from: from!, untilFailure, brief, twice };
    return await runAll(databases, order);
  } finally {
    await databases.close();
  }
}

/** What a killed process had in the air may still fail when nobody listens any more. */
function ignoreTheDead(error: unknown): void {
  if (
    !(error instanceof Error) ||
    !/Killed|the process (is dead|was killed)/.test(`${error.name} ${error.message}`)
  )
    throw error;
}

interface Order {
  readonly seeds: number;
  readonly steps: number;
  readonly from: number;
  readonly untilFailure: boolean;
  readonly brief: boolean;
  readonly twice: boolean;
}

async function runAll(
  databases: SimulationDatabases,
  { seeds, steps, from, untilFailure, brief, twice }: Order,
): Promise<number> {
  const startedAt = performance.now();
  const tally = createTally();
  const all = Array.from({ length: steps }, (_, step) => step);
  let failed = 0;
  for (let seed = from; seed < from + seeds; seed++) {
    const run: SeedRun = { seed, steps: all };
    const verdict = await (twice ? runTwice : runSeed)(databases, tally, run);
    if (verdict.violation !== undefined) {
      failed += 1;
      await report(databases, { run, verdict, shrinks: !untilFailure && !brief && failed <= MOST_SHRUNK });
      if (untilFailure) break;
    }
    if ((seed - from + 1) % 50 === 0) console.error(`${seed - from + 1} of ${seeds} seeds`);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`met: ${wordsOf(tally)}`);
  console.log(
    `${(seeds / seconds).toFixed(2)} seeds a second, ${((seeds * steps) / seconds).toFixed(0)} steps`,
  );
  const count = { passed: seeds - failed, failed, skipped: 0 };
  const reportFile = process.env['REPORT_FILE'];
  if (reportFile !== undefined) writeFileSync(reportFile, JSON.stringify(count));
  console.log(`${count.passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** The verdict of the first run, unless the second one went another way. */
async function runTwice(databases: SimulationDatabases, tally: Tally, run: SeedRun): Promise<Verdict> {
  const once = await runSeed(databases, tally, run);
  const again = await runSeed(databases, createTally(), run);
  const at = once.history.findIndex((line, index) => line !== again.history[index]);
  if (at === -1 && once.history.length === again.history.length) return once;
  const violation = `the same seed gives the same history, not "${once.history[at]}" and then "${again.history[at]}"`;
  return { violation, atStep: run.steps.length, history: once.history };
}

interface Failure {
  readonly run: SeedRun;
  readonly verdict: Verdict;
  readonly shrinks: boolean;
}

async function report(databases: SimulationDatabases, { run, verdict, shrinks }: Failure): Promise<void> {
  console.log(`FAILED seed ${run.seed} at step ${verdict.atStep}: ${verdict.violation}`);
  console.log(`  again: npm run simulate -- --seeds 1 --from ${run.seed} --steps ${run.steps.length}`);
  if (!shrinks) return;
  const quiet = createTally();
  const least = await shrink(run, verdict, (candidate) => runSeed(databases, quiet, candidate));
  console.log(`  with ${least.run.steps.length} steps: ${least.verdict.violation?.split('\n')[0]}`);
  for (const line of least.verdict.history) console.log(`    ${line}`);
}

function wordsOf(tally: Tally): string {
  return [...tally.counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([what, times]) => `${what} ${times}`)
    .join(', ');
}
