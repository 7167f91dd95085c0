// One embedded PostgreSQL for the whole run, with a migrated template database that each test file copies in 23 ms.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { createDatabase } from '#server/db/create-database.ts';
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { urlOfAddress } from '#server/db/postgres-address.ts';
import type { TestPostgres } from './test-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgres: TestPostgres;
  }
}

/** What is written in a test need not survive a power cut. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=100'];

let stop: (() => Promise<void>) | undefined;

export async function setup(project: TestProject): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tessera-test-'));
  const started = await startEmbeddedPostgres({ dataDir, settings: FAST });
  if (!started.ok) throw new Error(started.error.message);
  stop = async () => {
    await started.value.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const address = { ...started.value.address, database: 'template' };
  await createDatabase(address);
  const db = openDatabase(address, 2);
  await migrate(db);
  await db.destroy();
  const url = urlOfAddress({ ...started.value.address, database: 'postgres' });
  project.provide('postgres', { url, template: address.database });
}

export async function teardown(): Promise<void> {
  await stop?.();
}
