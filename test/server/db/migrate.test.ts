import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import type { Db } from '#server/db/transaction.ts';
import { openEmptyDatabase, type TestDatabase } from '../../support/test-database.ts';

let empty: TestDatabase;
let databases: Db[];

beforeEach(async () => {
  empty = await openEmptyDatabase();
  databases = [1, 2, 3].map(() => openDatabase(empty.url, 2));
});
afterEach(async () => {
  await Promise.all(databases.map((db) => db.destroy()));
  await empty.drop();
});

test('a second run has nothing to do', async () => {
  const ran = await migrate(databases[0]!);
  expect(ran.length).toBeGreaterThan(10);
  expect(ran).toEqual(ran.toSorted());
  expect(await migrate(databases[0]!)).toEqual([]);
});

test('servers that start at once migrate once', async () => {
  const ran = await Promise.all(databases.map(migrate));
  expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
});
