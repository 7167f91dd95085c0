// A server over a database with durable settings, and devices that sign for real; each has an address of its own, so that
// the limits per address measure nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { KyselyPlugin } from 'kysely';
import { createApp } from '#server/app.ts';
import { createDatabase } from '#server/db/create-database.ts';
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { urlOfAddress } from '#server/db/postgres-address.ts';
import { openKeyStore } from '#server/keys.ts';
import { seedDemoCatalogue } from '#server/seed.ts';
import { readServerState } from '#server/server-state.ts';
import { random, testClock, type TestServer } from '../support/test-server.ts';

export interface ShopFloor extends TestServer {
  /** How many statements the server has sent so far, without those that begin and end transactions. */
  readonly statements: () => number;
}

export async function openShopFloor(): Promise<ShopFloor> {
  const dir = mkdtempSync(path.join(tmpdir(), 'tessera-load-'));
  // Durable: what is measured here is what an operator gets.
  const started = await startEmbeddedPostgres({ dataDir: dir });
  if (!started.ok) throw new Error(started.error.message);
  await createDatabase(started.value.address);
  const databaseUrl = urlOfAddress(started.value.address);
  const db = openDatabase(databaseUrl);
  await migrate(db);
  const keysDir = path.join(dir, 'keys');
  const keys = await openKeyStore(keysDir);
  if (!keys.ok) throw new Error(keys.error.message);
  await seedDemoCatalogue({ db, keys: keys.value, random });
  const state = await readServerState(db, random);
  const clock = testClock();
  let statements = 0;
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements += 1;
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  const app = createApp({
    db: db.withPlugin(counting),
    keys: keys.value,
    clock,
    random,
    state,
    log: () => undefined,
  });
  let caller = 0;
  const request = (url: string, init?: RequestInit) => {
    caller += 1;
    return app.request(url, init, { incoming: { socket: { remoteAddress: `caller-${caller}` } } });
  };
  const close = async () => {
    await db.destroy();
    await started.value.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  const parts = { db, databaseUrl, keys: keys.value, keysDir, state, clock };
  return {
    ...parts,
    app: { request },
    log: [],
    rowCounts: () => Promise.resolve({}),
    statements: () => statements,
    close,
  };
}
