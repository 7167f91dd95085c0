// One PostgreSQL for all seeds. A migrated database with the demo catalogue is the template that each seed copies.
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { Random } from '#base/ports.ts';
import './quick-queries.ts';
import { createDatabase } from '#server/db/create-database.ts';
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { migrate } from '#server/db/migrate.ts';
import type { Db } from '#server/db/transaction.ts';
import { openDatabase } from '#server/db/open-database.ts';
import type { PostgresAddress } from '#server/db/postgres-address.ts';
import { type KeyStore, openKeyStore } from '#server/keys.ts';
import { seedDemoCatalogue } from '#server/seed.ts';
import { memoryFolder } from '../support/memory-folder.ts';
import { bytesFromDice, createDice } from './dice.ts';
import { drawKeysFrom } from './seeded-crypto.ts';
import { thankForVisits } from './visit-thanks.ts';

/** Power cuts of the database have their own test; here nothing need survive the process. */
const CARELESS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];
/** Nobody watches this database, and one plan serves every value: a third of what a short statement costs. */
const UNWATCHED = [
  'track_activities=off',
  'track_counts=off',
  'update_process_title=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'checkpoint_timeout=1d',
  'jit=off',
  'plan_cache_mode=force_generic_plan',
];
const CATALOGUE_SEED = 1;
const TEMPLATE = 'simulation_template';
/** Slugs of the shops; each has a programme of its own, by the same name. The first one takes points as money. */
export const SHOPS = ['book-harbour', 'copper-cup'] as const;
/** Besides those of the shops, one with rewards and one with activities. */
export const PROGRAMMES = [...SHOPS, 'verizon-up', 'green'] as const;

export interface SimulationDatabases {
  readonly keys: KeyStore;
  /** A database with the content of another one, which nobody may use at that moment. */
  readonly copy: (name: string, from?: string) => Promise<PostgresAddress>;
  readonly drop: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Keys, shops and programmes are the same in every run of every seed. */
export async function openSimulationDatabases(): Promise<SimulationDatabases> {
  drawKeysFrom(createDice(CATALOGUE_SEED));
  const random: Random = { bytes: bytesFromDice(createDice(CATALOGUE_SEED)) };
  const dataDir = mkdtempSync(path.join(memoryFolder(), 'tessera-simulation-'));
  const started = await startEmbeddedPostgres({ dataDir, settings: [...CARELESS, ...UNWATCHED] });
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

/** Every device of this world reads the catalogue again and again: what nobody in it uses would be most of the work. */
async function keepOnly(db: Db, programmes: readonly string[]): Promise<void> {
  await db.deleteFrom('programme').where('id', 'not in', programmes).execute();
  const kept = await db.selectFrom('programme').select('merchants').execute();
  const merchants = kept.flatMap((programme) => programme.merchants);
  await db.deleteFrom('merchant').where('slug', 'not in', merchants).execute();
}

async function fillTemplate(address: PostgresAddress, keys: KeyStore, random: Random): Promise<void> {
  await createDatabase(address);
  const db = openDatabase(address, 2);
  await migrate(db);
  await seedDemoCatalogue({ db, keys, random });
  await keepOnly(db, PROGRAMMES);
  await thankForVisits(db, SHOPS[1]);
  await db.destroy();
}
