// What the devices of a push have yet to hear. Each stream is numbered under its device's lock: no gap, no late commit that a
// reader with a cursor would miss.
import { sql } from 'kysely';
import type { SyncChange } from '#api/sync.ts';
import { assert } from '#base/assert.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { LockedDevice } from './locks.ts';

export interface ChangeStreams {
  /** Adds a change to a device's stream; devices that are not locked or revoked hear nothing. */
  readonly add: (deviceId: string, change: SyncChange) => void;
  readonly flush: (tx: Tx) => Promise<void>;
}

export function createChangeStreams(
  devices: ReadonlyMap<string, LockedDevice>,
  nowMs: number,
): ChangeStreams {
  const waiting: { readonly device: LockedDevice; readonly change: SyncChange }[] = [];
  return {
    add: (deviceId, change) => {
      const device = devices.get(deviceId);
      if (device !== undefined && device.revoked_at === null) waiting.push({ device, change });
    },
    flush: async (tx) => {
      if (waiting.length === 0) return;
      const heads = new Map<string, number>();
      const seqs = waiting.map(({ device }) => {
        const seq = (heads.get(device.id) ?? device.stream_head) + 1;
        heads.set(device.id, seq);
        return seq;
      });
      await sql`
        INSERT INTO change (bucket, stream, seq, body, at_ms)
        SELECT k.bucket, k.stream, k.seq, k.body, ${nowMs} FROM unnest(
          ${waiting.map(({ device }) => device.bucket)}::smallint[],
          ${waiting.map(({ device }) => device.id)}::text[],
          ${seqs}::bigint[],
          ${waiting.map(({ change }) => JSON.stringify(change))}::jsonb[]) AS k(bucket, stream, seq, body)`.execute(
        tx,
      );
      await moveHeads(tx, [...heads.entries()], devices);
    },
  };
}

async function moveHeads(
  tx: Tx,
  heads: readonly (readonly [string, number])[],
  devices: ReadonlyMap<string, LockedDevice>,
): Promise<void> {
  const { numAffectedRows } = await sql`
    UPDATE device SET stream_head = k.head
    FROM unnest(
      ${heads.map(([id]) => devices.get(id)!.bucket)}::smallint[],
      ${heads.map(([id]) => id)}::text[],
      ${heads.map(([, head]) => head)}::bigint[]) AS k(bucket, id, head)
    WHERE device.bucket = k.bucket AND device.id = k.id`.execute(tx);
  assert(Number(numAffectedRows) === heads.length, 'every stream moved its head');
}
