// The power of server and database fails while tills sell: what was acknowledged has reached the disk.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { type Disk, openDisk } from './disk.ts';
import { type Death, type House, killed, openHouse } from './house.ts';
import type { KillOptions, Round } from './round.ts';
import { shopRounds } from './shop-rounds.ts';

export async function* cutPowerOfServer(options: KillOptions): AsyncGenerator<Round, void> {
  const disk = await openDisk();
  if (disk === undefined) return;
  const folders = { data: path.join(disk.dir, 'data'), cluster: path.join(disk.dir, 'cluster') };
  for (const folder of Object.values(folders)) mkdirSync(folder);
  let house: House | undefined;
  try {
    house = await openHouse({ database: options.database, folders });
    if (house === undefined) return;
    if (options.relaxed) await waitForNoDisk(house);
    yield* shopRounds(house, { 'power cut': powerCut(disk) }, options);
  } finally {
    await house?.end();
    await disk.end();
  }
}

function powerCut(disk: Disk): Death {
  return async (house) => {
    const pids = house.freeze();
    await disk.photograph();
    await killed(house, pids);
    await disk.restore();
    return [];
  };
}

/** Commits are no longer waited for: a power cut must now lose some. */
async function waitForNoDisk(house: House): Promise<void> {
  await house.withBooks(async (books) => {
    await sql`ALTER SYSTEM SET fsync = off`.execute(books);
    await sql`SELECT pg_reload_conf()`.execute(books);
  });
}
