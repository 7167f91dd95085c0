// One PostgreSQL for all seeds. A migrated database with the demo catalogue is the template that each seed copies.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Random } from '#base/ports.ts';
import { createDatabase } from '#server/db/create-database.ts';
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import type { PostgresAddress } from '#server/db/postgres-address.ts';
import { type KeyStore, openKeyStore } from '#server/keys.ts';
import { seedDemoCatalogue } from '#server/seed.ts';

/** Power cuts of the database have their own test; here nothing need survive the process. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];
const TEMPLATE = 'simulation_template';

export interface SimulationDatabases {
  readonly keys: KeyStore;
  /** A database with the content of another one, which nobody may use at that moment. */
  readonly copy: (name: string, from?: string) => Promise<PostgresAddress>;
  readonly drop: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openSimulationDatabases(random: Random): Promise<SimulationDatabases> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tessera-simulation-'));
  const started = await startEmbeddedPostgres({ dataDir, settings: FAST });
  if (!started.ok) throw new Error(started.error.message);
  const { address } = started.value;
  const keys = await openKeyStore(path.join(dataDir, 'keys'));
  if (!keys.ok) throw new Error(keys.error.message);
  await fillTemplate({ ...address, database: TEMPLATE }, keys.value, random);
  const admin = new pg.Client({ ...address, database: 'postgres' });
  await admin.connect();
  return {
    keys: keys.value,
    copy: async (name, from = TEMPLATE) => {
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${from}`);
      return { ...address, database: name };
    },
    drop: async (name) => void (await admin.query(`DROP DATABASE IF EXISTS ${name}`)),
    close: async () => {
      await admin.end();
      await started.value.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function fillTemplate(address: PostgresAddress, keys: KeyStore, random: Random): Promise<void> {
  await createDatabase(address);
  const db = openDatabase(address, 2);
  await migrate(db);
  await seedDemoCatalogue({ db, keys, random });
  await db.destroy();
}
