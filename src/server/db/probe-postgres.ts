import pg from 'pg';
import type { PostgresAddress } from './postgres-address.ts';

/** Alive and not ready: it starts up, works through its log after a crash, or shuts down. */
export const NOT_YET = '57P03';
/** A database that hangs takes the connection and says nothing. */
const CONNECT_MS = 5_000;
/** Nobody listens; a socket that a dead database left behind included. */
const NOBODY: readonly string[] = ['ECONNREFUSED', 'ENOENT'];

/** `ready`, or the code of what came instead of a connection: PostgreSQL's own, or the system's. */
export async function probePostgres(address: PostgresAddress): Promise<string> {
  const client = new pg.Client({ ...address, connectionTimeoutMillis: CONNECT_MS });
  // A connection that dies while it is being tried is an answer, not a crash.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return 'ready';
  } catch (error) {
    return (error as { readonly code?: string }).code ?? 'unknown';
  }
}

/** Whether a database listens there, ready or not. */
export async function isListening(address: PostgresAddress): Promise<boolean> {
  return !NOBODY.includes(await probePostgres(address));
}
