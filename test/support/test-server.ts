// The server as a function: real database, real keys, real signatures; only the clock is ours.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import type { Bytes } from '#base/bytes.ts';
import type { Clock, Random } from '#base/ports.ts';
import { createApp } from '#server/app.ts';
import type { Db } from '#server/db/transaction.ts';
import { type KeyStore, openKeyStore } from '#server/keys.ts';
import type { Log, LogEntry } from '#server/log.ts';
import type { TxScope } from '#server/push/steps.ts';
import { seedDemoCatalogue } from '#server/seed.ts';
import { readServerState, type ServerState } from '#server/server-state.ts';
import { startNodes } from './server-nodes.ts';
import { openTestDatabase } from './test-database.ts';

export const ORIGIN = 'http://tessera.test';
export const START_MS = Date.UTC(2026, 2, 2, 9, 0, 0);

export interface TestClock extends Clock {
  readonly advance: (ms: number) => void;
}

/** One address, whoever answers behind it. */
export interface TestApp {
  readonly request: (url: string, init?: RequestInit) => Response | Promise<Response>;
}

export interface TestServer {
  readonly app: TestApp;
  /** What requests are signed for, when it is not `ORIGIN`. */
  readonly origin?: string;
  /** As a process of its own would be given it. */
  readonly databaseUrl: string;
  readonly db: Db;
  readonly keys: KeyStore;
  readonly keysDir: string;
  readonly state: ServerState;
  readonly clock: TestClock;
  readonly log: readonly LogEntry[];
  /** Rows per table: two equal counts mean that nothing was stored in between. */
  readonly rowCounts: () => Promise<Readonly<Record<string, number>>>;
  readonly close: () => Promise<void>;
}

/** Of work that must go well. */
export const untroubled: Log = (entry) => {
  if (entry.level === 'error') throw new Error(JSON.stringify(entry));
};

export const random: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };

export function testClock(startMs = START_MS): TestClock {
  let nowMs = startMs;
  return { nowMs: () => nowMs, monotonicMs: () => nowMs, advance: (ms) => void (nowMs += ms) };
}

/** `TX_SCOPE=bucket` runs the suite as on a cluster. */
const TX_SCOPE: TxScope = process.env['TX_SCOPE'] === 'bucket' ? 'bucket' : 'all';
/** With `SERVERS=2`, as many processes answer in turn; else the app answers in this one. */
const NODES = Number(process.env['SERVERS'] ?? 1);

/** A server with the demo catalogue on a database of its own. */
export async function openTestServer(clock = testClock()): Promise<TestServer> {
  const { db, url, drop } = await openTestDatabase();
  const keyDir = mkdtempSync(path.join(tmpdir(), 'tessera-keys-'));
  const keys = await openKeyStore(keyDir);
  if (!keys.ok) throw new Error(keys.error.message);
  await seedDemoCatalogue({ db, keys: keys.value, random, clock });
  const state = await readServerState(db, random);
  const parts = {
    db,
    keys: keys.value,
    keysDir: keyDir,
    state,
    databaseUrl: url,
    rowCounts: () => rowCounts(db),
  };
  const cleanUp = async () => {
    await drop();
    rmSync(keyDir, { recursive: true, force: true });
  };
  if (NODES > 1) {
    const nodes = await startNodes(NODES, { url, keyDir, origin: ORIGIN, clock });
    const close = () => nodes.stop().then(cleanUp);
    return { ...parts, app: nodes.app, clock: nodes.clock, log: nodes.log, close };
  }
  return { ...parts, ...answerHere({ ...parts, clock }), clock, close: cleanUp };
}

/** The same server answered by this process alone, whoever else answers: for what each process counts or sees by itself. */
export function inThisProcess(server: TestServer): TestServer {
  return { ...server, ...answerHere(server) };
}

function answerHere({ db, keys, clock, state }: Pick<TestServer, 'db' | 'keys' | 'clock' | 'state'>) {
  const log: LogEntry[] = [];
  const deps = { db, keys, clock, random, state, txScope: TX_SCOPE };
  return { app: createApp({ ...deps, log: (entry) => void log.push(entry) }), log };
}

async function rowCounts(db: Db): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1`.execute(db);
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
