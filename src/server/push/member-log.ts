// The accepted events of a member, as the engine folds them. Events are only ever added; whoever adds holds the member's lock.
import { timedOf } from '#loyalty/engine/timeline.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';

export async function appendToLog(tx: Tx, memberId: string, event: LoyaltyEvent): Promise<void> {
  const key = { bucket: bucketOf(memberId), member: memberId, id: event.id };
  const row = { ...key, body: JSON.stringify(event), at_ms: timedOf(event).atMs };
  await tx.insertInto('member_event').values(row).execute();
}

export async function countLog(tx: Tx, memberId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('member_event')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('bucket', '=', bucketOf(memberId))
    .where('member', '=', memberId)
    .executeTakeFirstOrThrow();
  return count;
}

/** `fromMs`: only what happened then or later, as far as its row says when. */
export async function readLog(tx: Tx, memberId: string, fromMs?: number): Promise<readonly LoyaltyEvent[]> {
  const all = tx
    .selectFrom('member_event')
    .select('body')
    .where('bucket', '=', bucketOf(memberId))
    .where('member', '=', memberId);
  const rows = await (fromMs === undefined ? all : all.where('at_ms', '>=', fromMs)).execute();
  // Written by ourselves from verified receipts, and by nobody else.
  return rows.map((row) => row.body as LoyaltyEvent);
}
