// The books of a test server.
import { sql } from 'kysely';
import type { Db } from '#server/db/transaction.ts';

/** Sum of every leg, and of each event's: all zero, or money came from nowhere. */
export async function ledgerSums(db: Db): Promise<{ readonly total: number; readonly unbalanced: number }> {
  const { rows } = await sql<{ total: number; unbalanced: number }>`
    SELECT coalesce(sum(sum), 0)::bigint AS total, count(*) FILTER (WHERE sum <> 0) AS unbalanced
    FROM (SELECT sum(amount) FROM ledger GROUP BY bucket, event) AS per_event`.execute(db);
  return rows[0]!;
}

/** Amount of one account by its legs. */
export async function accountSum(db: Db, account: string): Promise<number> {
  const { rows } = await sql<{ sum: number }>`
    SELECT coalesce(sum(amount), 0)::bigint AS sum FROM ledger WHERE account = ${account}`.execute(db);
  return rows[0]!.sum;
}

/** Accounts whose cached balance is not what their legs say. */
export async function staleBalances(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ account: string }>`
    SELECT b.account FROM balance b
    WHERE b.amount <> (SELECT coalesce(sum(l.amount), 0) FROM ledger l WHERE l.bucket = b.bucket AND l.account = b.account)
  `.execute(db);
  return rows.map((row) => row.account);
}
