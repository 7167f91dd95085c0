import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#server/db/open-database.ts';
import type { Db } from '#server/db/transaction.ts';
import { openSimulationDatabases, type SimulationDatabases } from './database.ts';

let databases: SimulationDatabases;
let db: Db;

beforeAll(async () => {
  databases = await openSimulationDatabases();
  db = openDatabase(await databases.copy('sim_quick_queries'), 1);
}, 60_000);

afterAll(async () => {
  await db.destroy();
  await databases.close();
});

const names = async (from: Pick<Db, 'selectFrom'> = db): Promise<readonly string[]> =>
  (await from.selectFrom('merchant').select('name').orderBy('slug').execute()).map(({ name }) => name);
const rename = (into: Pick<Db, 'updateTable'>, name: string) =>
  into.updateTable('merchant').set({ name }).execute();

test('what was asked before is asked again once somebody has written', async () => {
  const before = await names();
  expect(await names()).toEqual(before);
  await rename(db, 'Renamed');
  expect(new Set(await names())).toEqual(new Set(['Renamed']));
});

test('what was read in a transaction that was taken back is not remembered', async () => {
  const before = await names();
  const undone = db.transaction().execute(async (tx) => {
    await rename(tx, 'Undone');
    expect(await names(tx)).toContain('Undone');
    throw new Error('taken back');
  });
  await expect(undone).rejects.toThrow('taken back');
  expect(await names()).toEqual(before);
});

test('rows that several readers share cannot be changed by one of them', async () => {
  const [row] = await db.selectFrom('programme').select('definition').execute();
  expect(() => Object.assign(row!.definition, { id: 'mine' })).toThrow(TypeError);
});
