// The same rows once more, into tables of the same shape, with nothing decided: what the database itself can take.
import { sql } from 'kysely';
import type { Db } from '#server/db/transaction.ts';
import { type Timing, timeAll } from './timing.ts';

/** How many rows each table has, by name. */
export type RowCounts = ReadonlyMap<string, number>;

export async function countRows(db: Db): Promise<RowCounts> {
  const { rows } = await sql<{ readonly name: string }>`
    SELECT table_name AS name FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_name = 'bucket' AND table_name NOT LIKE 'bare_%'`.execute(
    db,
  );
  const counts = new Map<string, number>();
  for (const { name } of rows) {
    const counted = await sql<{
      readonly n: number;
    }>`SELECT count(*)::bigint AS n FROM ${sql.table(name)}`.execute(db);
    counts.set(name, counted.rows[0]!.n);
  }
  return counts;
}

/**
 * As many transactions as pushes, as many at once, each with its share of the rows that came since `before`, in every table
 * that has more of them now, in the order in which they were written.
 */
export async function timeBareInserts(
  db: Db,
  {
    before,
    pushes,
    atOnce,
  }: { readonly before: RowCounts; readonly pushes: number; readonly atOnce: number },
): Promise<Timing> {
  const batches: { readonly table: string; readonly rows: string }[][] = Array.from(
    { length: pushes },
    () => [],
  );
  for (const [name, count] of await countRows(db)) {
    const known = before.get(name) ?? 0;
    if (count <= known) continue;
    await sql`CREATE TABLE ${sql.table(`bare_${name}`)} (LIKE ${sql.table(name)} INCLUDING ALL)`.execute(db);
    const { rows } = await sql<{ row: string }>`
      SELECT row_to_json(t)::text AS row FROM ${sql.table(name)} t ORDER BY t.ctid OFFSET ${known}`.execute(
      db,
    );
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
