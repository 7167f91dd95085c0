import { type Result, err, ok } from '#base/result.ts';
import type { Dexie, Transaction } from 'dexie';
import { type Gate, createGate } from './gate.ts';
import { lookThrough, putAside } from './quarantine.ts';
import { DERIVED_TABLES } from './derived-tables.ts';
import { createRecall, type Work } from './recall.ts';

/** `!`: a transaction of its own, never a part of one that Dexie takes for the caller's. */
type Mode = 'rw!' | 'r!';

export type StorageRefusal =
  /** The origin's quota is used up: nothing was kept. */
  | { readonly kind: 'storage_full' }
  /** The browser took the database away and did not give it back after one try. */
  | { readonly kind: 'storage_failed' };

/** The only way to a database: `R` are its repositories, and each transaction has its own. */
export interface Store<R> {
  /**
   * Runs `work` in one strict read-write transaction over all tables but the derived ones: all of it is on the disk when the result is
   * ok, none of it otherwise. `work` must await nothing but its repositories: any other promise (WebCrypto, fetch)
   * lets the browser commit half of it. It may run twice when the connection died under it.
   */
  readonly write: <T>(work: (repositories: R) => Promise<T>) => Promise<Result<T, StorageRefusal>>;
  /** Several reads of one moment. Throws what reading throws: a reader cannot do without. */
  readonly read: <T>(work: (repositories: R) => Promise<T>) => Promise<T>;
  /**
   * The same as `read`, or what the same function read less than a second before `nowMs` (monotonic), unless this worker has
   * written a table that it read. For what one act of a person asks for again and again, and another tab hardly ever
   * changes; never for what a strict write decides by. `work` is a constant, and nobody changes what it gave.
   */
  readonly recall: <T>(work: (repositories: R) => Promise<T>, nowMs: number) => Promise<T>;
  /** Reads every row once, so that what cannot be read is put aside, and known, before anybody needs it. */
  readonly lookThrough: () => Promise<void>;
}

/** `repositoriesOver`: the repositories over these tables; asked for each transaction, so it must be cheap. */
export function createStore<D extends Dexie, R>(
  db: D,
  repositoriesOver: (tables: Omit<D, keyof Dexie>) => R,
  gate: Gate = createGate(),
): Store<R> {
  const tablesIn = createTables<D>(db);
  const names = db.tables.map(({ name }) => name).filter((name) => !DERIVED_TABLES.has(name));

  async function once<T>(mode: Mode, work: Work<R, T>, touched: Set<string>): Promise<T> {
    try {
      return await db.transaction(mode, names, (transaction) =>
        work(repositoriesOver(tablesIn({ transaction, touched }))),
      );
    } finally {
      // A commit whose answer was lost is one too.
      if (mode === 'rw!') recall.written(touched);
      // What a reader stumbled over, the next one must not.
      await putAside(db);
    }
  }

  /** iOS and Chrome close connections behind the page's back (dexie#613, #1139): open again, try once more. */
  async function withReopen<T>(mode: Mode, work: Work<R, T>, touched: Set<string> = new Set()): Promise<T> {
    const connection = db.backendDB();
    try {
      return await once(mode, work, touched);
    } catch (error) {
      if (!isLostConnection(error)) throw error;
      // Unless somebody else was quicker: closed once more, it would be lost to them.
      if (db.backendDB() === connection) db.close({ disableAutoOpen: false });
      await db.open().catch(notOpened);
      return await once(mode, work, touched);
    }
  }

  const recall = createRecall<R>((work, tables) => gate.enter(() => withReopen('r!', work, tables)));
  return {
    read: (work) => gate.enter(() => withReopen('r!', work)),
    recall: recall.of,
    lookThrough: () => gate.enter(() => lookThrough(db)),
    write: async (work) => {
      try {
        return ok(await gate.enter(() => withReopen('rw!', work)));
      } catch (error) {
        const refusal = refusalFrom(error);
        if (refusal === undefined) throw error;
        return err(refusal);
      }
    },
  };
}

/**
 * Tables that know their transaction. Those of the database find theirs by Dexie's notion of the calling async function, which
 * it loses when two transactions take turns and one awaits something that asks the browser nothing (dexie#1186): what
 * came after then ran in a transaction of its own, and the first was committed without it.
 *
 * Each is made when somebody asks for it: most transactions touch two tables or three of twenty.
 */
function createTables<D extends Dexie>(db: D): (within: Within) => Omit<D, keyof Dexie> {
  const prototype = {};
  for (const { name } of db.tables) {
    const get = function (this: Within) {
      this.touched.add(name);
      return this.transaction.table(name);
    };
    Object.defineProperty(prototype, name, { get });
  }
  return (within) => Object.assign(Object.create(prototype), within) as Omit<D, keyof Dexie>;
}

interface Within {
  readonly transaction: Transaction;
  /** Names of the tables that somebody asked for. */
  readonly touched: Set<string>;
}

function refusalFrom(error: unknown): StorageRefusal | undefined {
  if (namesOf(error).includes('QuotaExceededError')) return { kind: 'storage_full' };
  return isLostConnection(error) ? { kind: 'storage_failed' } : undefined;
}

/** `OpenFailedError`: who asks while another opens it again. */
const LOST: ReadonlySet<string> = new Set(['DatabaseClosedError', 'InvalidStateError', 'OpenFailedError']);

function isLostConnection(error: unknown): boolean {
  return namesOf(error).some((name) => LOST.has(name));
}

function notOpened(cause: unknown): never {
  throw Object.assign(new Error('not opened again', { cause }), { name: 'OpenFailedError' });
}

/** The browser has no way to keep a value of this kind: the disk is not to blame. */
export function isNotCloneable(error: unknown): boolean {
  return namesOf(error).includes('DataCloneError');
}

/** Dexie wraps what the browser threw: the telling name may be one or two levels down. */
function namesOf(error: unknown): readonly string[] {
  const names: string[] = [];
  let at = error;
  for (let depth = 0; depth < 4 && at instanceof Error; depth++) {
    names.push(at.name);
    at = (at as { readonly inner?: unknown }).inner ?? at.cause;
  }
  return names;
}
