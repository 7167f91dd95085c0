// A database that answers: one that somebody else runs, or our own, which whoever starts it also stops.
import { sql } from 'kysely';
import { err, ok, type Result } from '#base/result.ts';
import { reasonOf, type StartRefusal } from '#server/start-refusal.ts';
import type { Patience } from './await-postgres.ts';
import { createDatabase } from './create-database.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { type DatabaseLocation, openDatabase } from './open-database.ts';
import { socketAddress } from './postgres-address.ts';

export interface RunningDatabase {
  readonly location: DatabaseLocation;
  /** Settles when the database is gone, whoever ended it. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

const ADDRESS = /^(postgres|postgresql|socket):|^\//;

/** A database that somebody else runs: it must answer now, and nobody here ends it. */
export async function reachDatabase(url: string): Promise<Result<RunningDatabase, StartRefusal>> {
  if (!ADDRESS.test(url)) return err(noAddress());
  try {
    const db = openDatabase(url, 1);
    try {
      await sql`SELECT 1`.execute(db);
    } finally {
      await db.destroy();
    }
  } catch (error) {
    if (error instanceof URIError || (error as NodeJS.ErrnoException).code === 'ERR_INVALID_URL')
      return err(noAddress());
    const message = `The database of DATABASE_URL does not answer: ${reasonOf(error)}`;
    return err({ kind: 'database_unreachable', message });
  }
  return ok({ location: url, ended: new Promise(() => undefined), stop: () => Promise.resolve() });
}

/** Not the address itself: it may hold a password. */
function noAddress(): StartRefusal {
  const message = 'DATABASE_URL is no address like postgres://user:password@host:5432/name.';
  return { kind: 'database_address', message };
}

/** The embedded PostgreSQL with our database in it. */
export async function startOwnDatabase(
  dataDir: string,
  patience: Patience,
): Promise<Result<RunningDatabase, StartRefusal>> {
  const started = await startEmbeddedPostgres({ dataDir, patience });
  if (!started.ok) return started;
  const { ended, stop } = started.value;
  const location = socketAddress(dataDir);
  try {
    await createDatabase(location);
  } catch (error) {
    await stop();
    throw error;
  }
  return ok({ location, ended, stop });
}
