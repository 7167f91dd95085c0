import { sql } from 'kysely';
import type { Random } from '#base/ports.ts';
import { bytesFromHex } from '#base/bytes.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { type Db, inTransaction, type Tx } from '#server/db/transaction.ts';
import { lockParticipants } from '#server/push/locks.ts';

export interface Person {
  readonly member: string;
  /** Compressed public keys of all their devices. */
  readonly deviceKeys: readonly Buffer[];
}

/**
 * What tills have brought of a person: their receipts name the member, and carry what the phone has signed with its key. No table
 * leads from a member to these records, so every till's are looked through, one statement each. The decisions stay.
 */
export async function eraseAtTills(tx: Tx, person: Person): Promise<void> {
  for (const till of await tillsOf(tx)) await eraseAtTill(tx, till, { person, sinceMs: 0 });
}

/** Far longer than a push may take. */
const PUSH_MS = 600_000;

/**
 * Once the person is noted as erased: with `TX_SCOPE=bucket` a push that was decided before may still store its records. Whoever
 * stores those of a till holds its lock, and from now on sees who was erased.
 */
export async function eraseWhatIsUnderWay(
  { db, random }: { readonly db: Db; readonly random: Random },
  person: Person,
  nowMs: number,
): Promise<void> {
  for (const till of await tillsOf(db))
    await inTransaction(db, random, async (tx) => {
      await lockParticipants(tx, { devices: [till], members: [] });
      await eraseAtTill(tx, till, { person, sinceMs: nowMs - PUSH_MS });
    });
}

async function tillsOf(db: Db | Tx): Promise<readonly string[]> {
  const tills = await db.selectFrom('terminal').select('device_id').orderBy('device_id').execute();
  return tills.map((till) => till.device_id);
}

async function eraseAtTill(
  tx: Tx,
  till: string,
  { person, sinceMs }: { readonly person: Person; readonly sinceMs: number },
): Promise<void> {
  // In what is signed a point is its two coordinates; the first byte of a compressed one only says the sign of the second.
  const keys = person.deviceKeys.map((key) => key.subarray(1));
  const names = [Buffer.from(bytesFromHex(person.member)!), ...keys];
  await sql`
    UPDATE event SET cose = ${Buffer.alloc(0)}
    WHERE bucket = ${bucketOf(till)} AND device = ${till} AND received_at >= ${sinceMs}
      AND EXISTS (SELECT 1 FROM unnest(${names}::bytea[]) AS n(name) WHERE position(n.name IN event.cose) > 0)
  `.execute(tx);
}
