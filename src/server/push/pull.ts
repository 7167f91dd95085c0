import { sql } from 'kysely';
import type { SyncChange, SyncReply } from '#api/sync.ts';
import { MAX_CHANGES } from '#api/limits.ts';
import { assert } from '#base/assert.ts';
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
  const { head, page } = await readPage(db, pull);
  if (pull.cursor > head) return undefined;
  const first = page.changes[0]?.seq ?? head + 1;
  return first > pull.cursor + 1 ? undefined : page;
}

/** The same, whatever is missing before. A cursor beyond the stream's head starts over: its stream is gone. */
export async function readWhatIsLeft(db: Db, { deviceId, cursor }: Pull): Promise<Page> {
  const { head, page } = await readPage(db, { deviceId, cursor });
  return cursor > head ? (await readPage(db, { deviceId, cursor: 0 })).page : page;
}

interface ReadPage {
  readonly page: Page;
  /** The number of the stream's last change. */
  readonly head: number;
}

/** The head and the changes of one moment, in one statement: most devices ask only to hear that there is nothing. */
async function readPage(db: Db, { deviceId, cursor }: Pull): Promise<ReadPage> {
  const bucket = bucketOf(deviceId);
  const { rows } = await sql<PageRow>`
    SELECT d.stream_head, c.seq, c.body FROM device d
    LEFT JOIN (
      SELECT seq, body FROM change WHERE bucket = ${bucket} AND stream = ${deviceId} AND seq > ${cursor}
      ORDER BY seq LIMIT ${MAX_CHANGES}) AS c ON true
    WHERE d.bucket = ${bucket} AND d.id = ${deviceId}
    ORDER BY c.seq`.execute(db);
  assert(rows.length > 0, 'whoever pulls is enrolled');
  const head = rows[0]!.stream_head;
  // Written by ourselves in the shape of the contract.
  const changes = rows.flatMap(({ seq, body }) =>
    seq === null ? [] : [{ seq, change: body as SyncChange }],
  );
  const last = changes.at(-1)?.seq ?? Math.max(cursor, head);
  return { head, page: { changes, cursor: last, more: last < head } };
}

interface PageRow {
  readonly stream_head: number;
  /** Null where there is no change. */
  readonly seq: number | null;
  readonly body: unknown;
}
