import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { err, ok, type Result } from '#base/result.ts';
import { appendAudit } from '#server/audit/audit-log.ts';
import { checkKeys } from '#server/check-keys.ts';
import { BACKFILLS } from '#server/db/migrate.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { KeyStore } from '#server/keys.ts';
import { newServerEpoch } from '#server/server-state.ts';
import type { AdminDeps } from './command.ts';
import {
  EXPORT_VERSION,
  type ExportedTable,
  type ExportEnd,
  type ExportHeader,
  readTables,
} from './export-database.ts';

export interface ImportRefusal {
  readonly kind:
    | 'export_damaged'
    | 'export_too_new'
    | 'database_not_empty'
    | 'books_unbalanced'
    | 'key_mismatch';
  readonly message: string;
}

const BATCH_ROWS = 500;

/**
 * Fills an empty, migrated database in one transaction: all of the file or nothing, and the audit log says who did it. The
 * server begins a new epoch, because devices may know more than the file: they send their last weeks again. Returns the
 * number of rows.
 */
export async function importDatabase(deps: ImportDeps, file: string): Promise<Result<number, ImportRefusal>> {
  const checked = await checkFile(file);
  if (!checked.ok) return checked;
  const { header, rows } = checked.value;
  try {
    await deps.db.transaction().execute((tx) => fill(tx, { ...deps, file, header }));
    return ok(rows);
  } catch (error) {
    if (error instanceof Refused) return err(error.refusal);
    throw error;
  }
}

export type ImportDeps = Pick<AdminDeps, 'db' | 'random' | 'clock' | 'keys' | 'actor'>;

interface Filling extends ImportDeps {
  readonly file: string;
  readonly header: ExportHeader;
}

async function fill(tx: Tx, { random, clock, keys, actor, file, header }: Filling): Promise<void> {
  await sql`SET LOCAL statement_timeout = 0`.execute(tx);
  const fault = (await emptinessFault(tx)) ?? (await shapeFault(tx, header));
  if (fault !== undefined) throw new Refused(fault);
  // What an empty database has of its own: its epoch, and the operator who imports.
  for (const table of ['server_state', 'operator', 'audit'] as const) await tx.deleteFrom(table).execute();
  await insertAll(tx, file, header);
  for (const statement of BACKFILLS) await statement.execute(tx);
  await newServerEpoch(tx, random, clock.nowMs());
  const unfit = (await balanceFault(tx)) ?? (await keysFault(tx, keys, file));
  if (unfit !== undefined) throw new Refused(unfit);
  const target = path.basename(file);
  await appendAudit(tx, { atMs: clock.nowMs(), actor, act: 'database import', target });
}

/** Thrown: nothing of the transaction may stay. */
class Refused extends Error {
  readonly refusal: ImportRefusal;

  constructor(refusal: ImportRefusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

async function balanceFault(tx: Tx): Promise<ImportRefusal | undefined> {
  const { rows } = await sql<{ sum: number }>`
    SELECT coalesce(sum(amount), 0)::bigint AS sum FROM ledger`.execute(tx);
  return rows[0]!.sum === 0
    ? undefined
    : refuse('books_unbalanced', 'The ledger of the file does not sum to zero.');
}

/** No server could start on what is imported with other keys, and one that runs would sign what nobody believes. */
async function keysFault(tx: Tx, keys: KeyStore, file: string): Promise<ImportRefusal | undefined> {
  const fit = await checkKeys(tx, keys);
  if (fit.ok) return undefined;
  return refuse(
    'key_mismatch',
    `${file} was made with other keys than those of this data folder. ${fit.error.message}`,
  );
}

function refuse(kind: ImportRefusal['kind'], message: string): ImportRefusal {
  return { kind, message };
}

async function checkFile(
  file: string,
): Promise<Result<{ readonly header: ExportHeader; readonly rows: number }, ImportRefusal>> {
  const hash = createHash('sha256');
  let header: ExportHeader | undefined;
  let last = '';
  for await (const line of linesOf(file)) {
    header ??= parseLine<ExportHeader>(line);
    if (last !== '') hash.update(`${last}\n`);
    last = line;
  }
  const end = parseLine<ExportEnd>(last);
  if (header?.tessera !== 'export' || end?.end !== true || end.sha256 !== hash.digest('hex')) {
    return err(refuse('export_damaged', `${file} is no whole export: it was cut off or changed.`));
  }
  if (header.v !== EXPORT_VERSION)
    return err(refuse('export_too_new', 'The file was made by a newer server.'));
  return ok({ header, rows: end.rows });
}

/** Ended by \n alone: PostgreSQL writes U+2028 and U+2029 into a row as they are, and node's readline would cut there. */
async function* linesOf(file: string): AsyncGenerator<string, void> {
  let begun = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const [first, ...more] = String(chunk).split('\n');
    begun += first;
    for (const next of more) {
      yield begun;
      begun = next;
    }
  }
  if (begun !== '') yield begun;
}

function parseLine<T>(line: string): (Partial<T> & T) | undefined {
  try {
    return JSON.parse(line) as T;
  } catch {
    return undefined;
  }
}

async function emptinessFault(tx: Tx): Promise<ImportRefusal | undefined> {
  for (const table of ['merchant', 'member', 'event'] as const) {
    if (
      (await tx
        .selectFrom(table)
        .select(sql`1`.as('one'))
        .limit(1)
        .executeTakeFirst()) !== undefined
    ) {
      return refuse('database_not_empty', `The database has rows in ${table}. Import into an empty one.`);
    }
  }
  return undefined;
}

async function shapeFault(tx: Tx, { tables }: ExportHeader): Promise<ImportRefusal | undefined> {
  const own = new Map((await readTables(tx)).map((table) => [table.name, new Set(table.columns)]));
  const unknown = tables.find(({ name, columns }) =>
    columns.some((column) => own.get(name)?.has(column) !== true),
  );
  if (unknown === undefined) return undefined;
  return refuse(
    'export_too_new',
    `This server does not know all of the table ${unknown.name}; it is older than the file.`,
  );
}

async function insertAll(tx: Tx, file: string, header: ExportHeader): Promise<void> {
  const tables = new Map(header.tables.map((table) => [table.name, table]));
  let table: ExportedTable | undefined;
  let batch: string[] = [];
  const flush = async () => {
    if (table !== undefined && batch.length > 0) await insertRows(tx, table, batch);
    batch = [];
  };
  let isFirst = true;
  for await (const line of linesOf(file)) {
    if (isFirst) isFirst = false;
    else if (line.startsWith('{"table":')) {
      await flush();
      table = tables.get((JSON.parse(line) as { readonly table: string }).table);
    } else if (line.startsWith('{"end":true')) await flush();
    else if (batch.push(line) === BATCH_ROWS) await flush();
  }
}

/** The rows as they were written: no number passes through JavaScript, and columns that are new since take their defaults. */
async function insertRows(tx: Tx, { name, columns }: ExportedTable, rows: readonly string[]): Promise<void> {
  const list = sql.join(columns.map((column) => sql.ref(column)));
  await sql`
    INSERT INTO ${sql.table(name)} (${list})
    SELECT ${list} FROM jsonb_populate_recordset(NULL::${sql.table(name)}, ${`[${rows.join(',')}]`}::jsonb)`.execute(
    tx,
  );
}
