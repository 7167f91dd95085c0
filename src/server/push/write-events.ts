import { sql } from 'kysely';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { Decision } from './decision.ts';

/** Stores the records with their decisions, and how far the device's journal is known. */
export async function writeEvents(
  tx: Tx,
  deviceId: string,
  { decisions, nowMs }: { readonly decisions: readonly Decision[]; readonly nowMs: number },
): Promise<void> {
  const bucket = bucketOf(deviceId);
  const records = decisions.map((decision) => decision.record);
  if (records.length > 0) {
    await sql`
      INSERT INTO event (bucket, id, device, epoch, seq, kind, hash, status, code, occurred_at, received_at, cose)
      SELECT ${bucket}, k.id, ${deviceId}, k.epoch, k.seq, k.kind, k.hash, k.status, k.code, k.occurred_at, ${nowMs}, k.cose
      FROM unnest(
        ${records.map((record) => record.id)}::uuid[],
        ${records.map((record) => record.epoch)}::bigint[],
        ${records.map((record) => record.seq)}::bigint[],
        ${records.map((record) => record.kind)}::text[],
        ${records.map((record) => record.hash)}::bytea[],
        ${decisions.map((decision) => decision.status)}::text[],
        ${decisions.map((decision) => decision.code)}::text[],
        ${records.map((record) => record.occurredAtMs)}::bigint[],
        ${records.map((record) => Buffer.from(record.cose))}::bytea[])
        AS k(id, epoch, seq, kind, hash, status, code, occurred_at, cose)`.execute(tx);
  }
  const last = records.at(-1);
  const journal = last === undefined ? {} : { epoch: last.epoch, last_seq: last.seq };
  await tx
    .updateTable('device')
    .set({ ...journal, server_time_proved: nowMs })
    .where('bucket', '=', bucket)
    .where('id', '=', deviceId)
    .execute();
}
