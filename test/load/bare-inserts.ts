// The same rows once more, into tables of the same shape, with nothing decided: what the database itself can take.
import { sql } from 'kysely';
import type { Db } from '#server/db/transaction.ts';
import { type Timing, timeAll } from './timing.ts';

/** Every table that a push writes, with the column that says which of its rows belong together. */
const TABLES = [
  { name: 'event', group: 'device' },
  { name: 'claim', group: 'holder' },
  { name: 'member_event', group: 'member' },
  { name: 'ledger', group: 'bucket' },
  { name: 'balance', group: 'bucket' },
  { name: 'change', group: 'stream' },
] as const;

/** As many transactions as pushes, as many at once, each with its share of the rows. */
export async function timeBareInserts(db: Db, pushes: number, atOnce: number): Promise<Timing> {
  const batches: { readonly table: string; readonly rows: string }[][] = Array.from(
    { length: pushes },
    () => [],
  );
  for (const { name, group } of TABLES) {
    await sql`CREATE TABLE ${sql.table(`bare_${name}`)} (LIKE ${sql.table(name)} INCLUDING ALL)`.execute(db);
    const { rows } = await sql<{ row: string }>`
      SELECT row_to_json(t)::text AS row FROM ${sql.table(name)} t ORDER BY ${sql.ref(group)}`.execute(db);
    const share = Math.ceil(rows.length / pushes);
    for (let index = 0; index < pushes; index += 1) {
      const part = rows.slice(index * share, (index + 1) * share).map(({ row }) => row);
      if (part.length > 0) batches[index]!.push({ table: `bare_${name}`, rows: `[${part.join(',')}]` });
    }
  }
  return timeAll(batches, atOnce, (parts) =>
    db.transaction().execute(async (tx) => {
      for (const { table, rows } of parts) {
        await sql`INSERT INTO ${sql.table(table)}
          SELECT * FROM jsonb_populate_recordset(NULL::${sql.table(table)}, ${rows}::jsonb)`.execute(tx);
      }
    }),
  );
}
