import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { Random } from '#base/ports.ts';
import type { Database } from './schema.ts';

export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;

const MAX_TRIES = 10;
const MAX_PAUSE_MS = 200;
/** serialization_failure, deadlock_detected, lock_not_available: nothing was written, another try may pass. */
const RETRYABLE: ReadonlySet<unknown> = new Set(['40001', '40P01', '55P03']);

/** Thrown by work whose locks came too late for what it had read: another try reads what is so now. */
export class ChangedMeanwhile extends Error {}

/**
 * Runs the work in one READ COMMITTED transaction, again from the start when the database or the work asks for it. Our locks
 * are taken in sorted order, so this is rare on PostgreSQL; engines that default to SERIALIZABLE need it every day.
 */
export async function inTransaction<T>(db: Db, random: Random, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().setIsolationLevel('read committed').execute(work);
    } catch (error) {
      if (attempt === MAX_TRIES || !isRetryable(error)) throw error;
      await sleep(pauseMs(attempt, random));
    }
  }
}

function isRetryable(error: unknown): boolean {
  return (
    error instanceof ChangedMeanwhile || RETRYABLE.has((error as { readonly code?: unknown } | null)?.code)
  );
}

function pauseMs(attempt: number, random: Random): number {
  const most = Math.min(MAX_PAUSE_MS, 5 * 2 ** attempt);
  return (random.bytes(1)[0]! / 256) * most;
}
