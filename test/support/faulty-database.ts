// A database that fails where a test says, and remembers what it was asked: real PostgreSQL, only the wire is ours.
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from '#server/db/schema.ts';
import type { Db } from '#server/db/transaction.ts';

export interface Fault {
  /** The statement, counted from 1, at which it strikes. */
  readonly at: number;
  /** SQLSTATE that the database answers; `lost` breaks the connection. */
  readonly code: '40001' | '40P01' | 'lost';
  /** Whether the statement was carried out before: the outcome that a lost answer leaves unknown. */
  readonly after?: boolean;
}

/** No fault but a moment: what others do meanwhile is done before the statement is carried out. */
export interface Interlude {
  readonly at: number;
  readonly meanwhile: () => Promise<unknown>;
}

export interface FaultyDatabase {
  readonly db: Db;
  /** Every statement so far, transaction control included. */
  readonly statements: readonly string[];
  /** Counts statements from here; one fault or interlude, once. */
  readonly arm: (fault: Fault | Interlude | undefined) => void;
  /** Whether it has struck. */
  readonly struck: () => boolean;
}

export function openFaultyDatabase(url: string): FaultyDatabase {
  const statements: string[] = [];
  let fault: Fault | Interlude | undefined;
  let asked = 0;
  let hit = false;
  const types = { getTypeParser: parserOf };
  const options = decodeURIComponent(/[?&]options=([^&]*)/.exec(url)?.[1] ?? '');
  const connectionString = url.replace(/([?&])options=[^&]*&?/, '$1');
  const pool = new pg.Pool({ connectionString, options, max: 4, types });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    const faulty = async (...args: unknown[]) => {
      statements.push(textOf(args[0]));
      asked += 1;
      if (fault === undefined || hit || asked !== fault.at) return query(...args);
      hit = true;
      if ('meanwhile' in fault) {
        await fault.meanwhile();
        return query(...args);
      }
      if (fault.after === true) await query(...args);
      if (fault.code !== 'lost') throw Object.assign(new Error('injected'), { code: fault.code });
      // The session ends with its socket, and the server rolls back what was open.
      (client as unknown as { connection: { stream: { destroy: () => void } } }).connection.stream.destroy();
      throw Object.assign(new Error('connection lost'), { code: 'ECONNRESET' });
    };
    Object.assign(client, { query: faulty });
  });
  return {
    db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }),
    statements,
    arm: (next) => {
      fault = next;
      asked = 0;
      hit = false;
    },
    struck: () => hit,
  };
}

function textOf(query: unknown): string {
  return typeof query === 'string' ? query : (query as { readonly text: string }).text;
}

const INT8_OID = 20;
const parserOf: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === INT8_OID ? Number : pg.types.getTypeParser(oid, format as 'text');
