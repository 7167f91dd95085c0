// Servers killed with -9 at random moments: server and database, the server alone, the database alone, and in the first boot.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServerProcess, type ServerProcess } from '../support/server-process.ts';
import { ORIGIN } from '../support/test-server.ts';
import { openShop } from './shop-at-work.ts';

const OPTIONS = ['--api-only', '--origin', ORIGIN];
const MOST_WORK_MS = 900;
const MOST_BOOT_MS = 2_500;

const DEATHS: Readonly<Record<string, (server: ServerProcess) => Promise<void>>> = {
  'server and database': (server) => server.kill(),
  'server alone, its database an orphan': (server) => server.killServerOnly(),
  'database alone': async (server) => {
    process.kill(postmasterOf(server), 'SIGKILL');
    await sleep(100);
    await server.kill();
  },
};

export interface Round {
  readonly words: string;
  /** Empty when nothing acknowledged was lost and nothing doubled. */
  readonly wrong: readonly string[];
}

/** One shop through all rounds, so that a loss of an early one would show in every later one. */
export async function* killServer(rounds: number, throwDice: () => number): AsyncGenerator<Round> {
  const server = await createServerProcess(OPTIONS);
  try {
    await server.start();
    const shop = await openShop(server);
    const deaths = Object.entries(DEATHS);
    for (let round = 0; round < rounds; round++) {
      const kind = round % (deaths.length + 1);
      if (kind === deaths.length) {
        yield await killFirstBoot(throwDice);
        continue;
      }
      const [words, die] = deaths[kind]!;
      const work = shop.sellUntilItDies();
      const afterMs = Math.round(50 + throwDice() * MOST_WORK_MS);
      await sleep(afterMs);
      await die(server);
      await work;
      await server.start();
      const wrong = await shop.audit();
      yield { words: `${words} after ${afterMs} ms, ${shop.acknowledged()} acknowledged`, wrong };
    }
  } finally {
    await server.end();
  }
}

/** Killed while it makes its database; the next start must come up and take a sale. */
async function killFirstBoot(throwDice: () => number): Promise<Round> {
  const server = await createServerProcess(OPTIONS);
  const afterMs = Math.round(throwDice() * MOST_BOOT_MS);
  const words = `first boot after ${afterMs} ms`;
  try {
    const boot = server.start().catch(() => undefined);
    await sleep(afterMs);
    await server.kill();
    await boot;
    await server.start();
    const shop = await openShop(server);
    return { words, wrong: await shop.audit() };
  } catch (error) {
    return { words, wrong: [String(error)] };
  } finally {
    await server.end();
  }
}

function postmasterOf({ dataDir }: ServerProcess): number {
  return Number(readFileSync(path.join(dataDir, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]);
}
