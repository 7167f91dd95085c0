// The server is killed alone and its database goes on, an orphan: the next start ends it and takes its data over.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterDirOf } from '#server/db/postgres-address.ts';
import { processesIn } from '#server/db/process-state.ts';
import { createServerProcess } from '../support/server-process.ts';
import { type Death, type House, killed, openHouse, OPTIONS } from './house.ts';
import type { KillOptions, Round } from './round.ts';
import { shopRounds } from './shop-rounds.ts';

const MOST_START_MS = 1_500;

const WAYS: Readonly<Record<string, Death>> = {
  'server alone': async (house) => {
    const orphan = await orphaned(house);
    await house.revive();
    return oneDatabase(house, orphan);
  },
  'server alone, and the next one while it takes over': async (house, throwDice) => {
    const orphan = await orphaned(house);
    const start = house.server.start().catch(() => undefined);
    await sleep(throwDice() * MOST_START_MS);
    await house.server.killServerOnly();
    await start;
    await house.revive();
    return oneDatabase(house, orphan);
  },
  'server alone, two starts at once': async (house) => {
    const orphan = await orphaned(house);
    const rival = await createServerProcess(OPTIONS, { dataDir: house.server.dataDir });
    const starts = await Promise.allSettled([house.server.start(), rival.start()]);
    const up = starts.filter(({ status }) => status === 'fulfilled').length;
    const wrong = oneDatabase(house, orphan);
    await rival.end();
    await house.revive();
    return up === 1 ? wrong : [...wrong, `${up} of two servers came up on the same data`];
  },
  'server alone, then its orphan': async (house) => {
    await killed(house, [await orphaned(house)]);
    return [];
  },
};

export async function* killToOrphan(options: KillOptions): AsyncGenerator<Round, void> {
  if (options.database !== 'embedded') {
    console.log(
      'only the embedded database can be an orphan: --target server kills a server alone on another',
    );
    return;
  }
  const house = await openHouse(options);
  if (house === undefined) return;
  try {
    yield* shopRounds(house, WAYS, options);
  } finally {
    await house.end();
  }
}

async function orphaned(house: House): Promise<number> {
  const postmaster = house.postmaster();
  await house.server.killServerOnly();
  return postmaster;
}

function oneDatabase(house: House, orphan: number): readonly string[] {
  const clusterDir = clusterDirOf(house.server.dataDir);
  const postmasters = processesIn(clusterDir).filter(({ command }) => path.isAbsolute(command));
  const numbers = postmasters.map(({ pid }) => pid);
  const wrong = numbers.includes(orphan) ? [`the orphan ${orphan} goes on`] : [];
  return numbers.length === 1 ? wrong : [...wrong, `${numbers.length} databases run on one folder`];
}
