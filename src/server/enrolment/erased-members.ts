// A member who was erased stays so: a phone that a restored server had forgotten must not bring them back, and the keys of their
// devices are nobody's.
import { createHash } from 'node:crypto';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db, Tx } from '#server/db/transaction.ts';

/** Of a member or of one of their devices. Said twice, the first time stays. */
export async function noteErased(tx: Tx, id: string, nowMs: number): Promise<void> {
  await tx
    .insertInto('erased_member')
    .values({ ...placeOf(id), erased_at: nowMs })
    .onConflict((conflict) => conflict.columns(['bucket', 'digest']).doNothing())
    .execute();
}

export async function isErased(db: Db | Tx, id: string): Promise<boolean> {
  const { bucket, digest } = placeOf(id);
  const row = await db
    .selectFrom('erased_member')
    .select('erased_at')
    .where('bucket', '=', bucket)
    .where('digest', '=', digest)
    .executeTakeFirst();
  return row !== undefined;
}

function placeOf(id: string): { readonly bucket: number; readonly digest: Buffer } {
  return { bucket: bucketOf(id), digest: digestOf(id) };
}

export function digestOf(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}
