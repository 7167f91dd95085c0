// npm run simulate -- --seeds N --steps M [--from FIRST]: worlds in which everything goes wrong; ends `N passed, N failed`.
// A failing seed prints its shortest history and the command that runs it again.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { readArguments, wholeNumber } from '../support/read-arguments.ts';
import { openWorker, type Worker } from './crew.ts';
import type { Answer } from './seed-worker.ts';
import { tooSeldom } from './tally.ts';

/** Finding the shortest history takes a hundred runs: enough for a few, the others name their seed. */
const MOST_SHRUNK = 2;

const USAGE =
  'usage: npm run simulate -- [--seeds N] [--steps M] [--from FIRST] [--workers N] [--until-failure] [--twice] [--brief]';

process.exitCode = await main();

interface Wish {
  readonly seeds: number;
  readonly steps: number;
  readonly from: number;
  readonly workers: number;
  readonly untilFailure: boolean;
  readonly brief: boolean;
  readonly twice: boolean;
}

async function main(): Promise<number> {
  const wish = readWish();
  const crew = await Promise.all(Array.from({ length: Math.min(wish.workers, wish.seeds) }, openWorker));
  try {
    return await runAll(crew, wish);
  } finally {
    await Promise.all(crew.map((worker) => worker.end()));
  }
}

function readWish(): Wish {
  const { values } = readArguments(USAGE, {
    options: {
      seeds: { type: 'string', default: '20' },
      steps: { type: 'string', default: '500' },
      from: { type: 'string', default: '0' },
      workers: { type: 'string', default: `${availableParallelism()}` },
      /** Stops at the first failing seed, and leaves its history as long as it is. */
      'until-failure': { type: 'boolean', default: false },
      /** Runs every seed once more: the same seed must give the same history, to the letter. */
      twice: { type: 'boolean', default: false },
      /** Names failing seeds only, and looks for no shorter history. */
      brief: { type: 'boolean', default: false },
    },
  });
  const { brief, twice, 'until-failure': untilFailure } = values;
  return {
    seeds: wholeNumber(USAGE, values.seeds, 1),
    steps: wholeNumber(USAGE, values.steps),
    from: wholeNumber(USAGE, values.from),
    workers: wholeNumber(USAGE, values.workers, 1),
    brief,
    twice,
    untilFailure,
  };
}

async function runAll(crew: readonly Worker[], wish: Wish): Promise<number> {
  const { seeds, steps, from } = wish;
  const startedAt = performance.now();
  const met = new Map<string, number>();
  const all = Array.from({ length: steps }, (_, step) => step);
  let [next, done, failed] = [from, 0, 0];

  async function work(worker: Worker): Promise<void> {
    while (next < from + seeds && !(wish.untilFailure && failed > 0)) {
      const run = { seed: next++, steps: all };
      const answer = await worker.ask({ kind: 'run', run, twice: wish.twice });
      done += 1;
      for (const [what, times] of answer.met) met.set(what, (met.get(what) ?? 0) + times);
      if (done % 50 === 0) console.error(`${done} of ${seeds} seeds`);
      if (answer.verdict.violation === undefined) continue;
      failed += 1;
      await report(worker, answer, !wish.untilFailure && !wish.brief && failed <= MOST_SHRUNK);
    }
  }

  await Promise.all(crew.map(work));
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`met: ${wordsOf(met)}`);
  console.log(
    `${(done / seconds).toFixed(2)} seeds a second, ${((done * steps) / seconds).toFixed(0)} steps, by ${crew.length}`,
  );
  const seldom = tooSeldom(met, done * steps);
  if (seldom.length > 0) console.log(`FAILED: too seldom to prove anything: ${seldom.join(', ')}`);
  const count = { passed: done - failed, failed: failed + Math.min(1, seldom.length), skipped: 0 };
  const reportFile = process.env['REPORT_FILE'];
  if (reportFile !== undefined) writeFileSync(reportFile, JSON.stringify(count));
  console.log(`${count.passed} passed, ${count.failed} failed`);
  return count.failed === 0 ? 0 : 1;
}

async function report(worker: Worker, { run, verdict }: Answer, shrinks: boolean): Promise<void> {
  console.log(`FAILED seed ${run.seed} at step ${verdict.atStep}: ${verdict.violation}`);
  console.log(`  again: npm run simulate -- --seeds 1 --from ${run.seed} --steps ${run.steps.length}`);
  if (!shrinks) return;
  const least = await worker.ask({ kind: 'shrink', run, verdict });
  console.log(`  with ${least.run.steps.length} steps: ${least.verdict.violation?.split('\n')[0]}`);
  for (const line of least.verdict.history) console.log(`    ${line}`);
}

function wordsOf(met: ReadonlyMap<string, number>): string {
  return [...met]
    .toSorted(([, a], [, b]) => b - a)
    .map(([what, times]) => `${what} ${times}`)
    .join(', ');
}
