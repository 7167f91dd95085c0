import type { SyncChange, SyncReply } from '#api/sync.ts';
import { MAX_CHANGES } from '#api/limits.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';

export interface Pull {
  readonly deviceId: string;
  /** The last change that the device has stored. */
  readonly cursor: number;
}

/** The changes after the cursor, at most `MAX_CHANGES`. A cursor beyond the stream's head starts over: its stream is gone. */
export async function readChanges(
  db: Db,
  { deviceId, cursor }: Pull,
): Promise<Pick<SyncReply, 'changes' | 'cursor' | 'more'>> {
  const bucket = bucketOf(deviceId);
  const device = await db
    .selectFrom('device')
    .select('stream_head')
    .where('bucket', '=', bucket)
    .where('id', '=', deviceId)
    .executeTakeFirstOrThrow();
  const from = cursor > device.stream_head ? 0 : cursor;
  const rows = await db
    .selectFrom('change')
    .select(['seq', 'body'])
    .where('bucket', '=', bucket)
    .where('stream', '=', deviceId)
    .where('seq', '>', from)
    .orderBy('seq')
    .limit(MAX_CHANGES)
    .execute();
  // Written by ourselves in the shape of the contract.
  const changes = rows.map((row) => ({ seq: row.seq, change: row.body as SyncChange }));
  const last = changes.at(-1)?.seq ?? from;
  return { changes, cursor: last, more: last < device.stream_head };
}
