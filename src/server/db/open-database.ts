import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { assert } from '#base/assert.ts';
import type { PostgresAddress } from './postgres-address.ts';
import type { Database } from './schema.ts';

/** A `postgres://` URL, or the address of the embedded database. */
export type DatabaseLocation = string | PostgresAddress;

/** Twice this many requests are let in at once; the rest are asked to come back. */
export const POOL_SIZE = 10;

/** No statement may hang a request, and no idle transaction may hold its locks. */
const SESSION = '-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000';

const INT8_OID = 20;

export function openDatabase(location: DatabaseLocation, poolSize = POOL_SIZE): Kysely<Database> {
  const pool = new pg.Pool({ ...poolConfig(location), max: poolSize, types: { getTypeParser } });
  // A connection that breaks fails its query and is replaced by the pool; without listeners it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** A URL's own session options (a `search_path`, say) come after ours; `pg` alone would let them replace ours. */
function poolConfig(location: DatabaseLocation): pg.PoolConfig {
  if (typeof location !== 'string') return { ...location, options: SESSION };
  const own = /[?&]options=([^&]*)/.exec(location)?.[1];
  if (own === undefined) return { connectionString: location, options: SESSION };
  const connectionString = location.replace(/([?&])options=[^&]*&?/, '$1');
  return { connectionString, options: `${SESSION} ${decodeURIComponent(own)}` };
}

/** bigint columns hold safe integers only (amounts, counters, milliseconds), so they are numbers here. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === INT8_OID ? parseSafeInteger : pg.types.getTypeParser(oid, format as 'text');

function parseSafeInteger(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), `${text} fits a number`);
  return value;
}
