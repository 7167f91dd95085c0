import { type Result, err, ok } from '#base/result.ts';
import type { SharedDatabase } from './database.ts';
import { DERIVED_TABLES } from './derived-tables.ts';

export type StorageRefusal =
  /** The origin's quota is used up: nothing was kept. */
  | { readonly kind: 'storage_full' }
  /** The browser took the database away and did not give it back after one try. */
  | { readonly kind: 'storage_failed' };

export interface Store {
  /**
   * Runs `work` in one strict read-write transaction over all tables but the derived ones: all of it is on the disk when the result is
   * ok, none of it otherwise. `work` must await nothing but this database: any other promise (WebCrypto, fetch)
   * lets the browser commit half of it. It may run twice when the connection died under it.
   */
  readonly write: <T>(work: () => Promise<T>) => Promise<Result<T, StorageRefusal>>;
  /** Several reads of one moment. Throws what reading throws: a reader cannot do without. */
  readonly read: <T>(work: () => Promise<T>) => Promise<T>;
}

export function createStore(db: SharedDatabase): Store {
  async function once<T>(mode: 'rw' | 'r', work: () => Promise<T>): Promise<T> {
    const tables = db.tables.filter(({ name }) => !DERIVED_TABLES.has(name));
    return db.transaction(mode, tables, work);
  }

  /** iOS and Chrome close connections behind the page's back (dexie#613, #1139): open again, try once more. */
  async function withReopen<T>(mode: 'rw' | 'r', work: () => Promise<T>): Promise<T> {
    try {
      return await once(mode, work);
    } catch (error) {
      if (!isLostConnection(error)) throw error;
      db.close({ disableAutoOpen: false });
      await db.open();
      return await once(mode, work);
    }
  }

  return {
    read: (work) => withReopen('r', work),
    write: async (work) => {
      try {
        return ok(await withReopen('rw', work));
      } catch (error) {
        const refusal = refusalFrom(error);
        if (refusal === undefined) throw error;
        return err(refusal);
      }
    },
  };
}

function refusalFrom(error: unknown): StorageRefusal | undefined {
  if (namesOf(error).includes('QuotaExceededError')) return { kind: 'storage_full' };
  if (isLostConnection(error) || namesOf(error).includes('OpenFailedError'))
    return { kind: 'storage_failed' };
  return undefined;
}

function isLostConnection(error: unknown): boolean {
  return namesOf(error).some((name) => name === 'DatabaseClosedError' || name === 'InvalidStateError');
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
