// A device that stays away longer than this hears everything at once, as a snapshot: its stream need not wait for it.
import { sql } from 'kysely';
import { ALL_BUCKETS } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';

/** As long as clients keep what was acknowledged, for the server that comes back from a backup. */
export const CHANGES_KEPT_MS = 35 * 24 * 3_600_000;
/** Rows that one round looks for: a bounded piece of work that any server may do at any time. */
const ROUND_ROWS = 5_000;

/**
 * Drops old changes from the beginning of their streams; returns how many. Never one from the middle: a reader takes the first
 * number that is left for the beginning, so what is gone must be gone from there on back.
 */
export async function pruneChanges(db: Db, nowMs: number): Promise<number> {
  const cutoffMs = nowMs - CHANGES_KEPT_MS;
  const { rows } = await sql<{ readonly bucket: number; readonly stream: string }>`
    SELECT DISTINCT bucket, stream FROM (
      SELECT bucket, stream FROM change
      WHERE bucket = ANY(${ALL_BUCKETS}::smallint[]) AND at_ms < ${cutoffMs} LIMIT ${ROUND_ROWS}
    ) AS old`.execute(db);
  let dropped = 0;
  for (const { bucket, stream } of rows) {
    const { numAffectedRows } = await sql`
      DELETE FROM change
      WHERE bucket = ${bucket} AND stream = ${stream} AND at_ms < ${cutoffMs} AND seq < coalesce((
        SELECT min(seq) FROM change
        WHERE bucket = ${bucket} AND stream = ${stream} AND (at_ms IS NULL OR at_ms >= ${cutoffMs})
      ), ${Number.MAX_SAFE_INTEGER})`.execute(db);
    dropped += Number(numAffectedRows);
  }
  return dropped;
}
