// A world's server asks its database the same few dozen questions thousands of times. Each is parsed once per connection; and
// what hardly ever changes (shops, programmes, tills) is asked again only after a statement that names its table in order to
// write. A world has one connection, so nobody else can have written.
import pg from 'pg';

type Query = (...args: unknown[]) => unknown;
type Rows = Promise<pg.QueryResult>;

/** What is known of one connection. */
interface Memory {
  readonly names: Map<string, string>;
  readonly answers: Map<string, { readonly tables: readonly string[]; readonly rows: Rows }>;
  /** Upon a steady table, since the transaction began. */
  hasWritten: boolean;
}

interface Kind {
  readonly isFrame: boolean;
  /** Of steady tables alone. */
  readonly isSteadyRead: boolean;
  readonly tables: readonly string[];
  /** Tables that it may change. */
  readonly writes: readonly string[];
}

/** Databases of worlds; the template is filled by several connections. */
export const WORLD_PREFIX = 'sim_';
const STEADY_TABLES: readonly string[] = ['delegation', 'merchant', 'programme', 'server_state', 'terminal'];
const MOST_NAMES = 400;
const FRAME = /^\s*(start transaction|commit|rollback|begin|savepoint|release)\b/i;
const READ = /^\s*select\b(?!.*\bfor (update|share)\b)/is;
const TABLE = /\b(?:from|join)\s+"?(\w+)"?/gi;
const WRITE = /\b(?:insert\s+into|update|delete\s+from)\s+"?(\w+)"?/gi;
const LIST_OF_TABLES = /\bfrom\s+"?\w+"?(?:\s+as\s+"?\w+"?)?\s*,/i;

const memories = new WeakMap<object, Memory>();
const kinds = new Map<string, Kind>();
const { prototype } = pg.Client as unknown as { readonly prototype: { query: Query } };
const platformQuery = prototype.query;

prototype.query = function query(this: { readonly database: string }, ...args: unknown[]) {
  const [text, values] = args;
  if (!this.database.startsWith(WORLD_PREFIX) || typeof text !== 'string')
    return platformQuery.apply(this, args);
  const memory = memories.get(this) ?? { names: new Map(), answers: new Map(), hasWritten: false };
  memories.set(this, memory);
  const { isFrame, isSteadyRead, writes } = kindOf(text);
  if (isFrame) {
    // A transaction that is taken back takes back what was read in it too.
    if (memory.hasWritten && /rollback/i.test(text)) memory.answers.clear();
    memory.hasWritten = false;
    return platformQuery.apply(this, args);
  }
  forget(memory, writes);
  const ask = (): Rows => platformQuery.call(this, named(memory, text, values)) as Rows;
  return isSteadyRead ? remembered(memory, { text, values }, ask) : ask();
};

function forget(memory: Memory, writes: readonly string[]): void {
  if (!writes.some((table) => STEADY_TABLES.includes(table))) return;
  memory.hasWritten = true;
  for (const [key, { tables }] of memory.answers)
    if (writes.some((table) => tables.includes(table))) memory.answers.delete(key);
}

/** What a statement is, by its words; in doubt it writes. */
function kindOf(text: string): Kind {
  const known = kinds.get(text);
  if (known !== undefined) return known;
  const isRead = READ.test(text);
  const tables = [...text.matchAll(TABLE)].map(([, table]) => table!);
  const kind = {
    isFrame: FRAME.test(text),
    isSteadyRead:
      isRead &&
      tables.length > 0 &&
      tables.every((table) => STEADY_TABLES.includes(table)) &&
      !LIST_OF_TABLES.test(text),
    tables,
    writes: /^\s*select\b/i.test(text) ? [] : writtenBy(text),
  };
  kinds.set(text, kind);
  return kind;
}

function writtenBy(text: string): readonly string[] {
  const written = [...text.matchAll(WRITE)].map(([, table]) => table!);
  return written.length > 0 ? written : STEADY_TABLES;
}

function named({ names }: Memory, text: string, values: unknown): pg.QueryConfig {
  const name = names.get(text) ?? (names.size < MOST_NAMES ? `q${names.size}` : undefined);
  if (name !== undefined) names.set(text, name);
  return { ...(name === undefined ? {} : { name }), text, values: values as unknown[] };
}

function remembered(
  { answers }: Memory,
  { text, values }: { readonly text: string; readonly values: unknown },
  ask: () => Rows,
): Rows {
  const key = `${text} ${JSON.stringify(values)}`;
  const known = answers.get(key);
  if (known !== undefined) return known.rows;
  const rows = ask().then((result) => ({ ...result, rows: frozen(result.rows) }));
  answers.set(key, { tables: kindOf(text).tables, rows });
  rows.catch(() => answers.delete(key));
  return rows;
}

/** Several readers get the same rows: none may change them. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const each of Object.values(value)) frozen(each);
  return Object.freeze(value);
}
