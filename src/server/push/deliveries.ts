// What other devices have yet to hear, on its way between two buckets: written with the effects in the member's bucket, then
// moved to the device's stream under the device's lock. The move is one transaction over two buckets, so nothing comes twice.
import { sql } from 'kysely';
import type { Random } from '#base/ports.ts';
import { uuidV7 } from '#base/uuid.ts';
import type { SyncChange } from '#api/sync.ts';
import { type Db, inTransaction, type Tx } from '#server/db/transaction.ts';
import { type ChangeStreams, createChangeStreams } from './change-streams.ts';
import { type Locked, lockParticipants } from './locks.ts';

/** Writes changes beside the effects that cause them, in their order. */
export function createDeliveries(bucket: number, devices: Locked['devices'], random: Random): ChangeStreams {
  const waiting: { readonly device: string; readonly change: SyncChange }[] = [];
  return {
    add: (device, change) => {
      if (devices.get(device)?.revoked_at === null) waiting.push({ device, change });
    },
    flush: async (tx) => {
      if (waiting.length === 0) return;
      const { rows } = await sql<{ readonly last: number }>`
        SELECT coalesce(max(place), 0) AS last FROM delivery WHERE bucket = ${bucket}`.execute(tx);
      const last = rows[0]!.last;
      await sql`
        INSERT INTO delivery (bucket, id, device, place, body)
        SELECT ${bucket}, k.id, k.device, k.place, k.body
        FROM unnest(
          ${waiting.map(() => uuidV7(0, random.bytes(10)))}::uuid[],
          ${waiting.map(({ device }) => device)}::text[],
          ${waiting.map((_, index) => last + 1 + index)}::int[],
          ${waiting.map(({ change }) => JSON.stringify(change))}::jsonb[]) AS k(id, device, place, body)`.execute(
        tx,
      );
    },
  };
}

/** Moves everything that waits in these buckets; what another push moved in the meantime is gone and not moved again. */
export async function deliver(
  { db, random, nowMs }: { readonly db: Db; readonly random: Random; readonly nowMs: number },
  buckets: readonly number[],
): Promise<void> {
  if (buckets.length === 0) return;
  const rows = await db
    .selectFrom('delivery')
    .select(['bucket', 'device'])
    .distinct()
    .where('bucket', 'in', [...buckets])
    .execute();
  for (const { bucket, device } of rows) {
    await inTransaction(db, random, (tx) => moveToStream(tx, { bucket, device, nowMs }));
  }
}

async function moveToStream(
  tx: Tx,
  { bucket, device, nowMs }: { readonly bucket: number; readonly device: string; readonly nowMs: number },
): Promise<void> {
  const { devices } = await lockParticipants(tx, { devices: [device], members: [] });
  const rows = await tx
    .selectFrom('delivery')
    .select(['id', 'body'])
    .where('bucket', '=', bucket)
    .where('device', '=', device)
    .orderBy('place')
    .execute();
  if (rows.length === 0) return;
  const streams = createChangeStreams(devices, nowMs);
  // Written by ourselves in the shape of the contract.
  for (const { body } of rows) streams.add(device, body as SyncChange);
  await streams.flush(tx);
  const ids = rows.map((row) => row.id);
  await tx.deleteFrom('delivery').where('bucket', '=', bucket).where('id', 'in', ids).execute();
}
