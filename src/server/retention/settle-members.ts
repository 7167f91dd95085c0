// Points lapse and tiers end while nobody does anything. A push brings the books of its members up to date; this does it for
// those who stay away, so that what the operator owes is what members really have.
import { sql } from 'kysely';
import type { Clock, Random } from '#base/ports.ts';
import { uuidV7 } from '#base/uuid.ts';
import { ALL_BUCKETS } from '#server/db/bucket.ts';
import { type Db, inTransaction, type Tx } from '#server/db/transaction.ts';
import type { KeyStore } from '#server/keys.ts';
import type { Log } from '#server/log.ts';
import { createDeliveries, deliver } from '#server/push/deliveries.ts';
import type { Directory } from '#server/push/directory.ts';
import { bookLegs } from '#server/push/ledger.ts';
import { lockParticipants } from '#server/push/locks.ts';
import { readDirectory } from '#server/push/read-directory.ts';
import { isRecordFault } from '#server/push/record-fault.ts';
import { refoldMembers } from '#server/push/refold.ts';

export interface SettleDeps {
  readonly db: Db;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The books are at most this much behind the time for a member who does nothing. */
export const SETTLE_EVERY_MS = 7 * 86_400_000;
/** Of one round: about ten seconds of work beside the pushes. */
const ROUND_MEMBERS = 1_000;

interface MemberRow {
  readonly bucket: number;
  readonly id: string;
}

/** Folds members on by the clock alone, books what that changes and tells their wallets; returns how many. */
export async function settleMembers(deps: SettleDeps): Promise<number> {
  const { db, clock, random } = deps;
  const nowMs = clock.nowMs();
  const { rows } = await sql<MemberRow>`
    SELECT bucket, id FROM member
    WHERE bucket = ANY(${ALL_BUCKETS}::smallint[]) AND settled_at <= ${nowMs - SETTLE_EVERY_MS}
    LIMIT ${ROUND_MEMBERS}`.execute(db);
  if (rows.length === 0) return 0;
  const directory = await readDirectory(deps);
  for (const row of rows) await settleOrPass(deps, { row, directory, nowMs });
  await deliver({ db, random, nowMs }, [...new Set(rows.map(({ bucket }) => bucket))]);
  return rows.length;
}

interface Settling {
  readonly row: MemberRow;
  readonly directory: Directory;
  readonly nowMs: number;
}

/** A log that cannot be folded keeps nobody else waiting; it is tried again with the next round of its member. */
async function settleOrPass(deps: SettleDeps, settling: Settling): Promise<void> {
  try {
    await settleMember(deps, settling);
  } catch (error) {
    if (!isRecordFault(error)) throw error;
    const { bucket, id } = settling.row;
    deps.log({ level: 'error', event: 'member_not_settled', bucket, error: String(error) });
    await noteSettled(deps.db, { bucket, id }, settling.nowMs);
  }
}

/** One transaction in the member's bucket; what their wallets hear lies beside it until it is delivered. */
async function settleMember(
  { db, keys, random }: SettleDeps,
  { row, directory, nowMs }: Settling,
): Promise<void> {
  const { bucket, id } = row;
  await inTransaction(db, random, async (tx) => {
    const locked = await lockParticipants(tx, { devices: [], members: [id] }, 'members');
    const streams = createDeliveries(bucket, locked.devices, random);
    // No record is the cause: the legs of one settlement share an id of their own.
    const causes = new Map([[id, uuidV7(nowMs, random.bytes(10))]]);
    await bookLegs(tx, await refoldMembers({ tx, keys, random, directory, locked, streams, nowMs }, causes));
    await streams.flush(tx);
    await noteSettled(tx, row, nowMs);
  });
}

async function noteSettled(db: Db | Tx, { bucket, id }: MemberRow, nowMs: number): Promise<void> {
  await db
    .updateTable('member')
    .set({ settled_at: nowMs })
    .where('bucket', '=', bucket)
    .where('id', '=', id)
    .execute();
}
