import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import type { Db } from '#server/db/transaction.ts';

let name: string;
let databases: Db[];

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ ...inject('postgres'), database: 'postgres' });
  await client.connect();
  await client.query(statement);
  await client.end();
}

beforeEach(async () => {
  name = `empty_${randomBytes(6).toString('hex')}`;
  await asAdmin(`CREATE DATABASE ${name}`);
  databases = [1, 2, 3].map(() => openDatabase({ ...inject('postgres'), database: name }, 2));
});
afterEach(async () => {
  await Promise.all(databases.map((db) => db.destroy()));
  await asAdmin(`DROP DATABASE ${name}`);
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

test('every key of member data begins with the bucket, and nothing counts with a sequence', async () => {
  await migrate(databases[0]!);
  const client = new pg.Client({ ...inject('postgres'), database: name });
  await client.connect();
  const { rows } = await client.query(`
    SELECT t.relname AS table, a.attname AS first
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
    WHERE n.nspname = 'public' AND EXISTS (SELECT 1 FROM pg_attribute b WHERE b.attrelid = t.oid AND b.attname = 'bucket')`);
  const sequences = await client.query(`SELECT 1 FROM pg_class WHERE relkind = 'S'`);
  const triggers = await client.query(`SELECT 1 FROM pg_trigger`);
  await client.end();
  expect(rows.length).toBeGreaterThan(9);
  expect(rows.filter((row) => row.first !== 'bucket')).toEqual([]);
  expect([sequences.rowCount, triggers.rowCount]).toEqual([0, 0]);
});
