import type { SyncChange, SyncReply } from '#api/sync.ts';
import { MAX_CHANGES } from '#api/limits.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';

export interface Pull {
  readonly deviceId: string;
  /** The last change that the device has stored. */
  readonly cursor: number;
}

type Page = Pick<SyncReply, 'changes' | 'cursor' | 'more'>;

/**
 * The changes after the cursor, at most `MAX_CHANGES`; `undefined` when some of them are no longer kept, or the cursor is beyond
 * the stream's head.
 */
export async function readChanges(db: Db, pull: Pull): Promise<Page | undefined> {
  const head = await headOf(db, pull.deviceId);
  if (pull.cursor > head) return undefined;
  const page = await readPage(db, pull, head);
  const first = page.changes[0]?.seq ?? head + 1;
  return first > pull.cursor + 1 ? undefined : page;
}

/** The same, whatever is missing before. A cursor beyond the stream's head starts over: its stream is gone. */
export async function readWhatIsLeft(db: Db, { deviceId, cursor }: Pull): Promise<Page> {
  const head = await headOf(db, deviceId);
  return readPage(db, { deviceId, cursor: cursor > head ? 0 : cursor }, head);
}

async function headOf(db: Db, deviceId: string): Promise<number> {
  const device = await db
    .selectFrom('device')
    .select('stream_head')
    .where('bucket', '=', bucketOf(deviceId))
    .where('id', '=', deviceId)
    .executeTakeFirstOrThrow();
  return device.stream_head;
}

async function readPage(db: Db, { deviceId, cursor }: Pull, head: number): Promise<Page> {
  const rows = await db
    .selectFrom('change')
    .select(['seq', 'body'])
    .where('bucket', '=', bucketOf(deviceId))
    .where('stream', '=', deviceId)
    .where('seq', '>', cursor)
    .orderBy('seq')
    .limit(MAX_CHANGES)
    .execute();
  // Written by ourselves in the shape of the contract.
  const changes = rows.map((row) => ({ seq: row.seq, change: row.body as SyncChange }));
  const last = changes.at(-1)?.seq ?? Math.max(cursor, head);
  return { changes, cursor: last, more: last < head };
}
