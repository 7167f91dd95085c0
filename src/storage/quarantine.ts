// Rows that are not what they should be never reach anybody who reads; they are put aside, whole, where their owner can save
// them. One place for every table: between Dexie and the database.
import type {
  DBCore,
  DBCoreCursor,
  DBCoreQueryRequest,
  DBCoreQueryResponse,
  DBCoreTable,
  Dexie,
  IndexableType,
  Table,
  Transaction,
} from 'dexie';
import type { CounterRow } from './counter-store.ts';
import { isToldByServer } from './member-memory.ts';
import type { MetaRow, MetaTable } from './meta-store.ts';
import { RECEIPTS_READ } from './receipt-store.ts';
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

/** As many as are read of the tables that they come from: what is not in the file that is saved of them is lost to their owner. */
const QUARANTINE_READ = RECEIPTS_READ;

/** Of one transaction. */
export interface QuarantineStore {
  readonly count: () => Promise<number>;
  readonly all: () => Promise<readonly QuarantineRow[]>;
  /** For rows that look as they should and that whoever works with them can make nothing of. */
  readonly setAside: (table: string, keys: readonly IndexableType[]) => Promise<void>;
}

export function createQuarantineStore(db: QuarantineTable): QuarantineStore {
  return {
    count: () => db.quarantine.count(),
    all: () => db.quarantine.limit(QUARANTINE_READ).toArray(),
    setAside: async (name, keys) => {
      const table = (db as unknown as Readonly<Record<string, Table<unknown, IndexableType>>>)[name]!;
      for (const key of keys) {
        const row = await table.get(key);
        if (row === undefined) continue;
        await db.quarantine.add({ table: name, key, row });
        await table.delete(key);
        if (isToldByServer(name)) await askForEverything((db as unknown as MetaTable).meta);
      }
    },
  };
}

/** What readers have met and nobody has put aside yet, by database. */
const found = new WeakMap<Dexie, QuarantineRow[]>();

/** Looks at every row that is read by key, by query or by cursor. */
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
  if (shapes[name] === undefined) return table;
  const { extractKey } = table.schema.primaryKey;
  const isGood = (row: unknown) => isSound(shapes, name, row);
  const take = (row: unknown): boolean => {
    if (row === undefined || isGood(row)) return true;
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
      return request.values === true && !response.result.every(isGood)
        ? goodOnes(table, request, response, take)
        : response;
    },
    openCursor: async (request) => {
      const cursor = await table.openCursor(request);
      return cursor === null || request.values !== true ? cursor : guardedCursor(cursor, take);
    },
  };
}

/** As many as were asked for: whoever wants the last one wants the last one that can be read. */
async function goodOnes(
  table: DBCoreTable,
  request: DBCoreQueryRequest,
  response: DBCoreQueryResponse,
  take: (row: unknown) => boolean,
): Promise<DBCoreQueryResponse> {
  const { limit = Infinity } = request;
  const isAll = response.result.length < limit;
  const result = response.result.filter(isAll ? take : () => true);
  if (isAll) return { ...response, result };
  const whole = await table.query({ ...request, limit: Infinity });
  return { ...whole, result: whole.result.filter(take).slice(0, limit) };
}

/** Below lies the browser's own cursor: it answers in its own name only. */
function guardedCursor(cursor: DBCoreCursor, take: (row: unknown) => boolean): DBCoreCursor {
  const start = (onNext: () => void) =>
    cursor.start(() => (take(cursor.value) ? onNext() : cursor.continue()));
  return Object.create(cursor, {
    start: { value: start },
    continue: { value: (key?: unknown) => cursor.continue(key) },
    continuePrimaryKey: {
      value: (key: unknown, primary: unknown) => cursor.continuePrimaryKey(key, primary),
    },
    advance: { value: (count: number) => cursor.advance(count) },
    key: { get: () => cursor.key as unknown },
    primaryKey: { get: () => cursor.primaryKey as unknown },
    value: { get: () => cursor.value as unknown },
  }) as DBCoreCursor;
}

/**
 * In a transaction of its own, after the one that met them. Should it fail (a full disk), they stay where they are and the next
 * reader meets them again: what was just read or written is not undone by that.
 */
export async function putAside(db: Dexie): Promise<void> {
  const met = found.get(db);
  const rows = [...new Map(met?.splice(0).map((row) => [nameOf(row), row])).values()];
  if (rows.length === 0) return;
  const names = [...new Set(['quarantine', 'meta', ...rows.map(({ table }) => table)])];
  try {
    await db.transaction('rw!', names, (transaction) => moveRows(transaction, rows));
  } catch {
    // Nobody waits for it.
  }
  // To see whether they are still there they were met once more.
  const done = new Set(rows.map(nameOf));
  for (const row of met?.splice(0) ?? []) if (!done.has(nameOf(row))) met?.push(row);
}

function nameOf({ table, key }: QuarantineRow): string {
  return `${table} ${String(key)}`;
}

async function moveRows(transaction: Transaction, rows: readonly QuarantineRow[]): Promise<void> {
  for (const row of rows) {
    const table = transaction.table<unknown, IndexableType>(row.table);
    const key = row.key as IndexableType;
    // Another tab, or the same reading a moment ago, was quicker.
    if ((await table.where(':id').equals(key).count()) === 0) continue;
    // Whoever met it may have put a good one in its place, which stays.
    const isReplaced = (await table.get(key)) !== undefined;
    if (!isReplaced) await table.delete(key);
    if (CACHES.has(row.table)) {
      if (row.table === 'statusLists') await askForAllLists(table);
      continue;
    }
    await transaction.table('quarantine').add(row);
    const meta = transaction.table<MetaRow, string>('meta');
    if (isToldByServer(row.table)) await askForEverything(meta);
    if (row.table === 'counters') await goOnBeyond(transaction, row.key as string);
  }
}

/** What can be fetched or computed again: what is no longer right of it is of no use to anybody. */
const CACHES: ReadonlySet<string> = new Set(['catalogue', 'statusLists', 'folds', 'glances']);

/** The server would say of the lists that are left that nothing has changed. */
async function askForAllLists(lists: Table<unknown, IndexableType>): Promise<void> {
  const left = (await lists.toArray()) as readonly object[];
  await lists.bulkPut(left.map((row) => ({ ...row, etag: '' })));
}

/** The next sync fetches the whole file of the member: the good form of what was put aside is in it. */
async function askForEverything(meta: Table<MetaRow, string>): Promise<void> {
  const position = await meta.get('position');
  if (position?.name !== 'position') return;
  await meta.put({ name: 'position', value: { ...position.value, snapshot: { at: 0, total: 0 } } });
}

const MANY_CODES = 1_000_000;

/**
 * A till refuses a number that it has seen a later one than. Nobody shows a code a second, so the seconds of the server's time are
 * more than were ever given; each further loss goes as far beyond that.
 */
async function goOnBeyond(transaction: Transaction, name: string): Promise<void> {
  const counters = transaction.table<CounterRow, string>('counters');
  const clock = await transaction.table<MetaRow, string>('meta').get('clock');
  const knownMs = clock?.name === 'clock' ? clock.value.highWaterMarkMs : 0;
  const losses = await transaction
    .table<QuarantineRow>('quarantine')
    .filter(({ table }) => table === 'counters')
    .count();
  const given = (await counters.get(name))?.value ?? 0;
  const value = Math.floor(knownMs / 1_000) + losses * MANY_CODES;
  await counters.put({ name, value: Math.max(given, value) });
}

/** Rows of a table that are read at once. */
const AT_ONCE = 500;

/** Reads every row once, those too that no query meets: a row without the property that it is asked for by is in no index. */
export async function lookThrough(db: Dexie): Promise<void> {
  for (const { name } of db.tables) {
    if (name === 'quarantine') continue;
    let last: IndexableType | undefined;
    do {
      const after: IndexableType | undefined = last;
      last = await db.transaction('r!', name, (transaction) => readSome(transaction.table(name), after));
      await putAside(db);
    } while (last !== undefined);
  }
}

/** The key of the last one; `undefined` when there are no more. */
async function readSome(
  table: Table<unknown, IndexableType>,
  after: IndexableType | undefined,
): Promise<IndexableType | undefined> {
  const range = after === undefined ? table.toCollection() : table.where(':id').above(after);
  const keys = await range.limit(AT_ONCE).primaryKeys();
  if (keys.length > 0) await table.where(':id').between(keys[0], keys.at(-1), true, true).toArray();
  return keys.length < AT_ONCE ? undefined : keys.at(-1);
}
