import pg from 'pg';
import type { PostgresAddress } from './postgres-address.ts';

/** Nobody listens; a socket that a dead database left behind included. */
const NOBODY: readonly string[] = ['ECONNREFUSED', 'ENOENT'];

/** `ready`, or the code of what came instead of a connection: PostgreSQL's own, or the system's. */
export async function probePostgres(address: PostgresAddress): Promise<string> {
  const client = new pg.Client(address);
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
