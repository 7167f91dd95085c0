// The whole database as lines of JSON: a backup, the way to a newer major version, and the move to another PostgreSQL.
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { sql } from 'kysely';
import type { Db, Tx } from '#server/db/transaction.ts';

export const EXPORT_VERSION = 1;
/** What says nothing about the data: the lock of the migrations and who may run which. */
const NOT_EXPORTED = ['migration'];
const PAGE_ROWS = 1000;

export interface ExportedTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** First line of the file. Then, per table, its name and its rows; the last line has the count and the hash of all before. */
export interface ExportHeader {
  readonly tessera: 'export';
  readonly v: typeof EXPORT_VERSION;
  readonly atMs: number;
  readonly tables: readonly ExportedTable[];
}

export interface ExportEnd {
  readonly end: true;
  readonly rows: number;
  /** SHA-256 of every byte before this line, hex. */
  readonly sha256: string;
}

/** Writes one consistent picture; the file appears under its name only when it is whole. Returns the number of rows. */
export async function exportDatabase(db: Db, file: string, nowMs: number): Promise<number> {
  const scratch = `${file}.part-${process.pid}`;
  const fd = openSync(scratch, 'wx', 0o600);
  try {
    const rows = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((tx) => writeAll(tx, fd, nowMs));
    fsyncSync(fd);
    renameSync(scratch, file);
    return rows;
  } catch (error) {
    rmSync(scratch, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

async function writeAll(tx: Tx, fd: number, nowMs: number): Promise<number> {
  // A large table takes longer than any request may.
  await sql`SET LOCAL statement_timeout = 0`.execute(tx);
  await sql`SET LOCAL idle_in_transaction_session_timeout = 0`.execute(tx);
  const hash = createHash('sha256');
  const write = (line: string) => {
    const bytes = Buffer.from(`${line}\n`);
    hash.update(bytes);
    // Goes on after a short write, as near the end of a disk; `writeSync` would leave the rest out.
    writeFileSync(fd, bytes);
  };
  const tables = await readTables(tx);
  const header: ExportHeader = { tessera: 'export', v: EXPORT_VERSION, atMs: nowMs, tables };
  write(JSON.stringify(header));
  let rows = 0;
  for (const table of tables) {
    write(JSON.stringify({ table: table.name }));
    rows += await writeTable(tx, table, write);
  }
  const end: ExportEnd = { end: true, rows, sha256: hash.digest('hex') };
  writeFileSync(fd, `${JSON.stringify(end)}\n`);
  return rows;
}

export async function readTables(tx: Tx): Promise<readonly ExportedTable[]> {
  const { rows } = await sql<{ name: string; column: string }>`
    SELECT c.table_name AS name, c.column_name AS column
    FROM information_schema.columns c
    JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
    ORDER BY c.table_name, c.ordinal_position`.execute(tx);
  const tables = new Map<string, string[]>();
  for (const { name, column } of rows) tables.set(name, [...(tables.get(name) ?? []), column]);
  return [...tables]
    .filter(([name]) => !NOT_EXPORTED.includes(name))
    .map(([name, columns]) => ({ name, columns }));
}

/** Page by page along the primary key: no cursor, which not every engine keeps, and no table in memory. */
async function writeTable(tx: Tx, { name }: ExportedTable, write: (line: string) => void): Promise<number> {
  const key = await primaryKey(tx, name);
  const columns = sql.join(key.map(({ column }) => sql.ref(column)));
  let last: readonly string[] | undefined;
  let count = 0;
  for (;;) {
    const after: readonly string[] | undefined = last;
    const place = after?.map((value, index) => sql`${value}::text::${sql.raw(key[index]!.type)}`);
    const from = place === undefined ? sql`` : sql`WHERE (${columns}) > (${sql.join(place)})`;
    const texts = sql.join(key.map(({ column }) => sql`${sql.ref(column)}::text`));
    const { rows } = await sql<{ row: string; place: string[] }>`
      SELECT row_to_json(t)::text AS row, ARRAY[${texts}] AS place FROM ${sql.table(name)} t ${from}
      ORDER BY ${columns} LIMIT ${PAGE_ROWS}`.execute(tx);
    for (const { row } of rows) write(row);
    count += rows.length;
    if (rows.length < PAGE_ROWS) return count;
    last = rows.at(-1)!.place;
  }
}

async function primaryKey(tx: Tx, table: string) {
  const { rows } = await sql<{ column: string; type: string }>`
    SELECT k.column_name AS column, c.udt_name AS type
    FROM information_schema.table_constraints p
    JOIN information_schema.key_column_usage k
      ON k.constraint_schema = p.constraint_schema AND k.constraint_name = p.constraint_name AND k.table_name = p.table_name
    JOIN information_schema.columns c
      ON c.table_schema = k.table_schema AND c.table_name = k.table_name AND c.column_name = k.column_name
    WHERE p.constraint_type = 'PRIMARY KEY' AND p.table_schema = current_schema() AND p.table_name = ${table}
    ORDER BY k.ordinal_position`.execute(tx);
  return rows;
}
