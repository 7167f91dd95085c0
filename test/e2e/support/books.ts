// Looks into the server's database, past the server: what is really stored.
import { sql } from 'kysely';
import { openDatabase } from '#server/db/open-database.ts';
import { socketAddress } from '#server/db/postgres-address.ts';

const TABLES = ['event', 'claim', 'ledger', 'balance', 'change', 'voucher', 'member_event'] as const;

export interface Books {
  readonly rows: Readonly<Record<(typeof TABLES)[number], number>>;
  readonly ledgerSum: number;
  readonly accepted: number;
  /** What the only member holds of Copper Cup's unit. */
  readonly beans: number;
}

export async function readBooks(dataDir: string): Promise<Books> {
  const db = openDatabase(socketAddress(dataDir), 1);
  try {
    const count = async (table: string): Promise<number> => {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
        db,
      );
      return rows[0]!.n;
    };
    const counts: [string, number][] = [];
    for (const table of TABLES) counts.push([table, await count(table)]);
    const sum = await sql<{ n: number }>`select coalesce(sum(amount), 0)::bigint as n from ledger`.execute(
      db,
    );
    const accepted = await sql<{
      n: number;
    }>`select count(*)::int as n from event where status = 'accepted'`.execute(db);
    const beans = await sql<{
      n: number;
    }>`select coalesce(sum(amount), 0)::bigint as n from balance where account like 'member/%/copper-cup/bean'`.execute(
      db,
    );
    return {
      rows: Object.fromEntries(counts) as Books['rows'],
      ledgerSum: sum.rows[0]!.n,
      accepted: accepted.rows[0]!.n,
      beans: beans.rows[0]!.n,
    };
  } finally {
    await db.destroy();
  }
}
