// The server as a function: real database, real keys, real signatures; only the clock is ours.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import type { Clock, Random } from '#base/ports.ts';
import { createApp } from '#server/app.ts';
import { openDatabase } from '#server/db/open-database.ts';
import type { Db } from '#server/db/transaction.ts';
import { type KeyStore, openKeyStore } from '#server/keys.ts';
import type { LogEntry } from '#server/log.ts';
import { seedDemoCatalogue } from '#server/seed.ts';
import { readServerState, type ServerState } from '#server/server-state.ts';

export const ORIGIN = 'http://tessera.test';
export const START_MS = Date.UTC(2026, 2, 2, 9, 0, 0);

export interface TestClock extends Clock {
  readonly advance: (ms: number) => void;
}

export interface TestServer {
  readonly app: ReturnType<typeof createApp>;
  readonly db: Db;
  readonly keys: KeyStore;
  readonly state: ServerState;
  readonly clock: TestClock;
  readonly log: LogEntry[];
  /** Rows per table: two equal counts mean that nothing was stored in between. */
  readonly rowCounts: () => Promise<Readonly<Record<string, number>>>;
  readonly close: () => Promise<void>;
}

export const random: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };

export function testClock(startMs = START_MS): TestClock {
  let nowMs = startMs;
  return { nowMs: () => nowMs, monotonicMs: () => nowMs, advance: (ms) => void (nowMs += ms) };
}

/** A server with the demo catalogue on a database of its own. */
export async function openTestServer(clock = testClock()): Promise<TestServer> {
  const { db, drop } = await openTestDatabase();
  const keyDir = mkdtempSync(path.join(tmpdir(), 'tessera-keys-'));
  const keys = await openKeyStore(keyDir);
  if (!keys.ok) throw new Error(keys.error.message);
  await seedDemoCatalogue({ db, keys: keys.value, random });
  const state = await readServerState(db, random);
  const log: LogEntry[] = [];
  const app = createApp({ db, keys: keys.value, clock, random, state, log: (entry) => void log.push(entry) });
  const close = async () => {
    await drop();
    rmSync(keyDir, { recursive: true, force: true });
  };
  return { app, db, keys: keys.value, state, clock, log, rowCounts: () => rowCounts(db), close };
}

export async function openTestDatabase(): Promise<{ readonly db: Db; readonly drop: () => Promise<void> }> {
  const template = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${template.database}`);
  const db = openDatabase({ ...template, database: name });
  const drop = async () => {
    await db.destroy();
    await asAdmin(`DROP DATABASE ${name}`);
  };
  return { db, drop };
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ ...inject('postgres'), database: 'postgres' });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function rowCounts(db: Db): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`.execute(db);
  const counts: Record<string, number> = {};
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM ${sql.table(name)}`.execute(db);
    counts[name] = rows[0]!.n;
  }
  return counts;
}

export function bodyOf(message: unknown): Bytes {
  return new TextEncoder().encode(JSON.stringify(message));
}
