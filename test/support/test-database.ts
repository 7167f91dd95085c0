// A database of its own for each test file: a copy of a migrated template where we may create databases, else a schema
// with a random name, migrated afresh. The second way works on every engine of the family.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import type { Db } from '#server/db/transaction.ts';

export interface TestPostgres {
  readonly url: string;
  /** Name of a migrated database that may be copied. */
  readonly template?: string;
}

export interface TestDatabase {
  readonly db: Db;
  /** As a server process would be given it. */
  readonly url: string;
  readonly drop: () => Promise<void>;
}

export async function openTestDatabase(): Promise<TestDatabase> {
  const { url, template } = inject('postgres');
  if (template === undefined) return openMigratedSchema();
  const name = randomName('test');
  await run(url, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return opened(onDatabase(url, name), () => run(url, `DROP DATABASE ${name}`));
}

/** Nothing in it, not even our own tables. */
export async function openEmptyDatabase(): Promise<TestDatabase> {
  const { url } = inject('postgres');
  const name = randomName('conformance');
  await run(url, `CREATE SCHEMA ${name}`);
  return opened(onSchema(url, name), () => run(url, `DROP SCHEMA ${name} CASCADE`));
}

async function openMigratedSchema(): Promise<TestDatabase> {
  const empty = await openEmptyDatabase();
  await migrate(empty.db);
  return empty;
}

function opened(url: string, remove: () => Promise<void>): TestDatabase {
  const db = openDatabase(url);
  const drop = async () => {
    await db.destroy();
    await remove();
  };
  return { db, url, drop };
}

function randomName(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString('hex')}`;
}

function onDatabase(url: string, name: string): string {
  return url.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}

function onSchema(url: string, name: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}options=${encodeURIComponent(`-c search_path=${name}`)}`;
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(statement);
  await client.end();
}
