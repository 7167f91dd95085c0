import { sql } from 'kysely';
import type { Clock } from '#base/ports.ts';
import { ALL_BUCKETS } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';
import { MARKED_AFTER_END_MS } from '#server/spending/status-list.ts';

/** Rows that one round looks for: a bounded piece of work that any server may do at any time. */
const ROUND_ROWS = 5_000;
/**
 * Between the day when a mark leaves the list and the day when its place may be drawn again: no till goes by a list for longer
 * than three days, so none takes the next one at that place for the one before.
 */
const EMPTY_MS = 7 * 86_400_000;

/** Frees places whose certificate or voucher ended long ago. A device that comes back after that gets another. */
export async function dropStatusMarks({
  db,
  clock,
}: {
  readonly db: Db;
  readonly clock: Clock;
}): Promise<number> {
  const beforeMs = clock.nowMs() - MARKED_AFTER_END_MS - EMPTY_MS;
  const { rows } = await sql<{ readonly bucket: number; readonly place: number }>`
    SELECT bucket, place FROM status_mark
    WHERE bucket = ANY(${ALL_BUCKETS}::smallint[]) AND ends_at < ${beforeMs} LIMIT ${ROUND_ROWS}`.execute(db);
  if (rows.length === 0) return 0;
  // One that was renewed meanwhile stays.
  await sql`
    DELETE FROM status_mark USING unnest(
      ${rows.map(({ bucket }) => bucket)}::smallint[],
      ${rows.map(({ place }) => place)}::int[]) AS k(bucket, place)
    WHERE status_mark.bucket = k.bucket AND status_mark.place = k.place AND ends_at < ${beforeMs}`.execute(
    db,
  );
  return rows.length;
}
