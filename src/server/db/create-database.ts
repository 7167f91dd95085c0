import pg from 'pg';
import type { PostgresAddress } from './postgres-address.ts';

/** `CREATE DATABASE` has no IF NOT EXISTS; this is the code for "is there already". */
const DUPLICATE_DATABASE = '42P04';

/** Makes the database that the address names, unless it is there. */
export async function createDatabase(address: PostgresAddress): Promise<void> {
  const client = new pg.Client({ ...address, database: 'postgres' });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(address.database)}`);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== DUPLICATE_DATABASE) throw error;
  } finally {
    await client.end();
  }
}
