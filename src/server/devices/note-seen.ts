import type { Clock } from '#base/ports.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';

/** One write in so long and device: nobody needs it to the minute. */
const EVERY_MS = 10 * 60_000;

/** Remembers that the device was heard of. */
export async function noteSeen(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  { id, seenAtMs = 0 }: KnownDevice,
): Promise<void> {
  const nowMs = clock.nowMs();
  if (nowMs - seenAtMs < EVERY_MS) return;
  await db
    .updateTable('device')
    .set({ seen_at: nowMs })
    .where('bucket', '=', bucketOf(id))
    .where('id', '=', id)
    .execute();
}
