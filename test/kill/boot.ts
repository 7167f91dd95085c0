// Killed at any moment of its first boot (initdb, database, migrations, keys, seed): the next one comes up, and is whole.
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { DEATHS, type House, type HouseOptions, prepareHouse } from './house.ts';
import type { KillOptions, Round } from './round.ts';
import { openShop } from './shop-at-work.ts';

/** An orphan of the first boot may be an initdb as well as a database. */
const WAYS = ['server and database', 'server alone'] as const;
const WORK_MS = 150;

export async function* killFirstBoot(options: KillOptions): AsyncGenerator<Round, void> {
  const undisturbed = await firstBoot(options);
  if (undisturbed === undefined) return;
  for (let round = 0; round < options.rounds; round++) {
    const house = (await prepareHouse(options))!;
    const afterMs = Math.round(options.throwDice() * undisturbed.lastedMs);
    const way = WAYS[round % WAYS.length]!;
    const words = `first boot, ${way} after ${afterMs} of ${undisturbed.lastedMs} ms`;
    try {
      const boot = house.server.start().catch(() => undefined);
      await sleep(afterMs);
      const diedBadly = await DEATHS[way]!(house, options.throwDice);
      await boot;
      await house.revive();
      yield { words, wrong: [...diedBadly, ...(await faultsOf(house, undisturbed))] };
    } catch (error) {
      yield { words, wrong: [String(error)] };
    } finally {
      await house.end();
    }
  }
}

interface FirstBoot {
  readonly lastedMs: number;
  /** What it has made. */
  readonly made: unknown;
}

async function firstBoot(options: HouseOptions): Promise<FirstBoot | undefined> {
  const house = await prepareHouse(options);
  if (house === undefined) return undefined;
  try {
    const startedAt = performance.now();
    await house.revive();
    return { lastedMs: Math.round(performance.now() - startedAt), made: await madeBy(house) };
  } finally {
    await house.end();
  }
}

async function faultsOf(house: House, { made }: FirstBoot): Promise<readonly string[]> {
  const wrong: string[] = [];
  const makes = await madeBy(house);
  if (!isDeepStrictEqual(makes, made))
    wrong.push(`it made ${JSON.stringify(makes)} instead of ${JSON.stringify(made)}`);
  const scratch = readdirSync(house.server.dataDir).filter((name) => name.startsWith('pg.init-'));
  if (scratch.length > 0) wrong.push(`${scratch.join(', ')} was left behind`);
  const shop = await openShop(house);
  const work = shop.sellUntilItDies();
  await sleep(WORK_MS);
  await house.server.kill();
  await work;
  await house.revive();
  return [...wrong, ...(await shop.audit('everything'))];
}

/** Every table and index with its shape, and how much of the catalogue is there. */
function madeBy(house: House): Promise<unknown> {
  return house.withBooks(async (books) => {
    const { rows: columns } = await sql`
      SELECT table_name, column_name, data_type FROM information_schema.columns
      WHERE table_schema = current_schema() ORDER BY 1, 2`.execute(books);
    const { rows: indexes } = await sql`
      SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1`.execute(books);
    const merchants = await books.selectFrom('merchant').select('slug').orderBy('slug').execute();
    const programmes = await books
      .selectFrom('programme')
      .select(['id', 'number'])
      .orderBy('id')
      .orderBy('number')
      .execute();
    return { columns, indexes, merchants, programmes };
  });
}
