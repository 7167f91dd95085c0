// The accepted events of a member, as the engine folds them. Events are only ever added; whoever adds holds the member's lock.
import { sql } from 'kysely';
import { timedOf } from '#loyalty/engine/timeline.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';

export interface LogEntry {
  readonly memberId: string;
  readonly event: LoyaltyEvent;
}

export async function appendToLogs(tx: Tx, entries: readonly LogEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    INSERT INTO member_event (bucket, member, id, body, at_ms)
    SELECT * FROM unnest(
      ${entries.map(({ memberId }) => bucketOf(memberId))}::smallint[],
      ${entries.map(({ memberId }) => memberId)}::text[],
      ${entries.map(({ event }) => event.id)}::text[],
      ${entries.map(({ event }) => JSON.stringify(event))}::jsonb[],
      ${entries.map(({ event }) => timedOf(event).atMs)}::bigint[])`.execute(tx);
}

/** How many events each of these members has. */
export async function countLogs(tx: Tx, members: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ readonly member: string; readonly count: number }>`
    SELECT e.member, count(*) AS count
    FROM member_event e
    JOIN unnest(${members.map(bucketOf)}::smallint[], ${members}::text[]) AS k(bucket, member)
      ON e.bucket = k.bucket AND e.member = k.member
    GROUP BY e.member`.execute(tx);
  return new Map(rows.map(({ member, count }) => [member, count]));
}

export async function readLog(tx: Tx, memberId: string): Promise<readonly LoyaltyEvent[]> {
  return (await readLogs(tx, [memberId])).get(memberId) ?? [];
}

/** The events of members that have any. */
export async function readLogs(
  tx: Tx,
  members: readonly string[],
): Promise<ReadonlyMap<string, readonly LoyaltyEvent[]>> {
  const { rows } = await sql<LogRow>`
    SELECT e.member, e.body
    FROM member_event e
    JOIN unnest(${members.map(bucketOf)}::smallint[], ${members}::text[]) AS k(bucket, member)
      ON e.bucket = k.bucket AND e.member = k.member`.execute(tx);
  return byMember(rows);
}

/** Only what happened at each member's time or later, as far as its row says when. */
export async function readLogsFrom(
  tx: Tx,
  fromMs: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, readonly LoyaltyEvent[]>> {
  const members = [...fromMs.keys()];
  const { rows } = await sql<LogRow>`
    SELECT e.member, e.body
    FROM member_event e
    JOIN unnest(${members.map(bucketOf)}::smallint[], ${members}::text[], ${[...fromMs.values()]}::bigint[])
      AS k(bucket, member, from_ms)
      ON e.bucket = k.bucket AND e.member = k.member AND e.at_ms >= k.from_ms`.execute(tx);
  return byMember(rows);
}

interface LogRow {
  readonly member: string;
  /** Written by ourselves from verified receipts, and by nobody else. */
  readonly body: LoyaltyEvent;
}

function byMember(rows: readonly LogRow[]): ReadonlyMap<string, readonly LoyaltyEvent[]> {
  const logs = new Map<string, LoyaltyEvent[]>();
  for (const { member, body } of rows) {
    const log = logs.get(member);
    if (log === undefined) logs.set(member, [body]);
    else log.push(body);
  }
  return logs;
}
