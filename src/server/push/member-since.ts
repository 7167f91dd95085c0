import { bucketOf } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';
import type { CheckedRecord } from './check-record.ts';
import { isRecent, type MemoryLoss } from './forgotten.ts';

/** A phone's clock may be behind by this; more would give whoever sets it back what a programme grants by the month or year. */
const MOST_BEHIND_MS = 35 * 86_400_000;

/**
 * Nobody joins before a server has made them a member. Asked only for a push that joins; `undefined` when this server may have
 * forgotten since when it knows them.
 */
export async function earliestJoinMs(
  { db, state }: { readonly db: Db; readonly state: MemoryLoss },
  device: KnownDevice,
  { records, nowMs }: { readonly records: readonly CheckedRecord[]; readonly nowMs: number },
): Promise<number | undefined> {
  const joins = records.some(({ finding }) => finding.ok && finding.contents.kind === 'join');
  if (!joins || device.role !== 'wallet' || isRecent(state, nowMs)) return undefined;
  const member = await db
    .selectFrom('member')
    .select('joined_at')
    .where('bucket', '=', bucketOf(device.owner))
    .where('id', '=', device.owner)
    .executeTakeFirst();
  return member === undefined ? undefined : member.joined_at - MOST_BEHIND_MS;
}
