// A process of its own for one seed after the other, with a database of its own. The command line hands out the seeds.
import { isKilled } from '../support/crash-points.ts';
import { openSimulationDatabases, type SimulationDatabases } from './database.ts';
import { runSeed, type SeedRun, type Verdict } from './run-seed.ts';
import { shrink } from './shrink.ts';
import { createTally, type Tally } from './tally.ts';

export interface Order {
  readonly run: SeedRun;
  /** Runs it once more, and both histories must be the same to the letter. */
  readonly twice: boolean;
}

export type Question =
  | ({ readonly kind: 'run' } & Order)
  /** The shortest history that breaks the same rule. */
  | { readonly kind: 'shrink'; readonly run: SeedRun; readonly verdict: Verdict }
  | { readonly kind: 'end' };

export interface Answer {
  readonly run: SeedRun;
  readonly verdict: Verdict;
  readonly met: readonly (readonly [string, number])[];
}

process.on('unhandledRejection', ignoreTheDead);
const databases = await openSimulationDatabases();
process.on('message', (question: Question) => void answer(question));
process.on('disconnect', () => void databases.close().then(() => process.exit()));
process.send!('ready');

async function answer(question: Question): Promise<void> {
  if (question.kind === 'end') {
    await databases.close();
    process.disconnect();
    return;
  }
  const tally = createTally();
  const reply =
    question.kind === 'run'
      ? { run: question.run, verdict: await runOrder(databases, tally, question) }
      : await shrink(question.run, question.verdict, (run) => runSeed(databases, tally, run));
  process.send!({ ...reply, met: [...tally.counts] } satisfies Answer);
}

async function runOrder(
  databases: SimulationDatabases,
  tally: Tally,
  { run, twice }: Order,
): Promise<Verdict> {
  const once = await runSeed(databases, tally, run);
  if (!twice) return once;
  const again = await runSeed(databases, createTally(), run);
  const at = once.history.findIndex((line, index) => line !== again.history[index]);
  if (at === -1 && once.history.length === again.history.length) return once;
  const violation = `the same seed gives the same history, not "${once.history[at]}" and then "${again.history[at]}"`;
  return { violation, atStep: run.steps.length, history: once.history };
}

/** What a killed process had in the air may still fail when nobody listens any more, and what it had asked of its disk is aborted. */
function ignoreTheDead(error: unknown): void {
  const words = error instanceof Error ? `${error.name} ${error.message}` : '';
  if (/Killed|the process (is dead|was killed)/.test(words)) return;
  if (!(isKilled() && words.startsWith('AbortError'))) throw error;
}
