// A member's file: what all their wallets must come to know, those that said it included. A wallet whose profile was put back,
// a copy of it, a second phone and one that was a year in a drawer all hear the same from here.
import { sql } from 'kysely';
import type { SyncChange } from '#api/sync.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { ChangeStreams } from './change-streams.ts';
import type { Locked } from './locks.ts';

export interface MemberFiles {
  /** Files the change and adds it to the stream of every wallet of the member. */
  readonly add: (memberId: string, change: SyncChange) => void;
  /** Under the members' locks. */
  readonly flush: (tx: Tx) => Promise<void>;
}

interface Entry {
  readonly memberId: string;
  readonly change: SyncChange;
}

export function createMemberFiles(locked: Locked, streams: ChangeStreams): MemberFiles {
  const entries: Entry[] = [];
  return {
    add: (memberId, change) => {
      entries.push({ memberId, change });
      for (const wallet of locked.walletsOf.get(memberId) ?? []) streams.add(wallet, change);
    },
    flush: async (tx) => {
      if (entries.length === 0) return;
      const heads = await readHeads(tx, [...new Set(entries.map(({ memberId }) => memberId))]);
      const seqs = entries.map(({ memberId }) => {
        const seq = (heads.get(memberId) ?? 0) + 1;
        heads.set(memberId, seq);
        return seq;
      });
      await sql`
        INSERT INTO member_file (bucket, member, seq, body)
        SELECT * FROM unnest(
          ${entries.map(({ memberId }) => bucketOf(memberId))}::smallint[],
          ${entries.map(({ memberId }) => memberId)}::text[],
          ${seqs}::bigint[],
          ${entries.map(({ change }) => JSON.stringify(change))}::jsonb[])`.execute(tx);
    },
  };
}

/** The last number of each member's file; none for an empty one. */
async function readHeads(tx: Tx, members: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ readonly member: string; readonly head: number }>`
    SELECT f.member, max(f.seq) AS head
    FROM member_file f
    JOIN unnest(${members.map(bucketOf)}::smallint[], ${members}::text[]) AS k(bucket, id)
      ON f.bucket = k.bucket AND f.member = k.id
    GROUP BY f.member`.execute(tx);
  return new Map(rows.map(({ member, head }) => [member, head]));
}
