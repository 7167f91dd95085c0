// A member who was erased stays so: a phone that a restored server had forgotten must not bring them back.
import { createHash } from 'node:crypto';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db, Tx } from '#server/db/transaction.ts';

/** Said twice, the first time stays. */
export async function noteErased(tx: Tx, memberId: string, nowMs: number): Promise<void> {
  await tx
    .insertInto('erased_member')
    .values({ ...placeOf(memberId), erased_at: nowMs })
    .onConflict((conflict) => conflict.columns(['bucket', 'digest']).doNothing())
    .execute();
}

export async function isErasedMember(db: Db | Tx, memberId: string): Promise<boolean> {
  const { bucket, digest } = placeOf(memberId);
  const row = await db
    .selectFrom('erased_member')
    .select('erased_at')
    .where('bucket', '=', bucket)
    .where('digest', '=', digest)
    .executeTakeFirst();
  return row !== undefined;
}

function placeOf(memberId: string): { readonly bucket: number; readonly digest: Buffer } {
  return { bucket: bucketOf(memberId), digest: createHash('sha256').update(memberId).digest() };
}
