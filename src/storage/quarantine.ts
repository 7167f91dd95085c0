// Rows that are not what they should be never reach anybody who reads; they are put aside, whole, where their owner can save
// them. One place for every table: between Dexie and the database.
import type { DBCore, DBCoreTable, Dexie, IndexableType, Table, Transaction } from 'dexie';
import type { MetaRow } from './meta-store.ts';
import { type RowShapes, isSound } from './row-shape.ts';

/** A row that could not be read, as it was found. */
export interface QuarantineRow {
  readonly order?: number;
  readonly table: string;
  readonly key: unknown;
  readonly row: unknown;
}

export interface QuarantineTable {
  readonly quarantine: Table<QuarantineRow, number>;
}

export const QUARANTINE_READ = 1_000;

/** Of one transaction. */
export interface QuarantineStore {
  readonly count: () => Promise<number>;
  readonly all: () => Promise<readonly QuarantineRow[]>;
}

export function createQuarantineStore(db: QuarantineTable): QuarantineStore {
  return {
    count: () => db.quarantine.count(),
    all: () => db.quarantine.limit(QUARANTINE_READ).toArray(),
  };
}

/** What readers have met and nobody has put aside yet, by database. */
const found = new WeakMap<Dexie, QuarantineRow[]>();

/** Looks at every row that is read by key or by query. */
export function guardReading(db: Dexie, shapes: RowShapes): void {
  const bad: QuarantineRow[] = [];
  found.set(db, bad);
  db.use({
    stack: 'dbcore',
    name: 'quarantine',
    create: (core): DBCore => {
      // Dexie asks for the table of each transaction anew, and builds all its layers each time; they hold nothing of one.
      const tables = new Map<string, DBCoreTable>();
      return {
        ...core,
        table: (name) => {
          const table = tables.get(name) ?? guarded(core.table(name), { shapes, bad });
          tables.set(name, table);
          return table;
        },
      };
    },
  });
}

function guarded(
  table: DBCoreTable,
  { shapes, bad }: { readonly shapes: RowShapes; readonly bad: QuarantineRow[] },
): DBCoreTable {
  const { name } = table;
  if (shapes[name] === undefined && name !== 'meta') return table;
  const { extractKey } = table.schema.primaryKey;
  const take = (row: unknown): boolean => {
    if (row === undefined || isSound(shapes, name, row)) return true;
    const key: unknown = extractKey?.(row as object);
    bad.push({ table: name, key, row });
    return false;
  };
  return {
    ...table,
    get: async (request) => {
      const row: unknown = await table.get(request);
      return take(row) ? row : undefined;
    },
    getMany: async (request) =>
      (await table.getMany(request)).map((row: unknown) => (take(row) ? row : undefined)),
    query: async (request) => {
      const response = await table.query(request);
      // Keys alone say nothing that could be wrong.
      return request.values === true && !response.result.every((row) => isSound(shapes, name, row))
        ? { ...response, result: response.result.filter(take) }
        : response;
    },
  };
}

/**
 * In a transaction of its own, after the one that met them. Should it fail (a full disk), they stay where they are and the next
 * reader meets them again: what was just read or written is not undone by that.
 */
export async function putAside(db: Dexie): Promise<void> {
  const rows = found.get(db)?.splice(0) ?? [];
  if (rows.length === 0) return;
  const names = [...new Set(['quarantine', 'meta', ...rows.map(({ table }) => table)])];
  try {
    await db.transaction('rw!', names, (transaction) => moveRows(transaction, rows));
  } catch {
    // Nobody waits for it.
  }
}

async function moveRows(transaction: Transaction, rows: readonly QuarantineRow[]): Promise<void> {
  for (const row of rows) {
    const table = transaction.table<unknown, IndexableType>(row.table);
    const key = row.key as IndexableType;
    // Another tab, or the same reading a moment ago, was quicker.
    if ((await table.where(':id').equals(key).count()) === 0) continue;
    await transaction.table('quarantine').add(row);
    await table.delete(key);
    if (TOLD_BY_SERVER.has(row.table)) await askForEverything(transaction.table('meta'));
  }
}

/** What a wallet's server has as well. */
const TOLD_BY_SERVER: ReadonlySet<string> = new Set(['receipts', 'vouchers', 'payments']);

/** The next sync fetches the whole file of the member: the good form of what was put aside is in it. */
async function askForEverything(meta: Table<MetaRow, string>): Promise<void> {
  const position = await meta.get('position');
  if (position?.name !== 'position') return;
  await meta.put({ name: 'position', value: { ...position.value, snapshot: { at: 0, total: 0 } } });
}
