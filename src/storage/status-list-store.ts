import type { Table } from 'dexie';
import type { Bytes } from '#base/bytes.ts';

/** A status list as the server signed it. */
export interface StatusListRow {
  readonly number: number;
  readonly cose: Bytes;
  /** By which the server is asked whether there is anything newer. */
  readonly etag: string;
}

/** Each call joins the transaction around it. */
export interface StatusListStore {
  readonly all: () => Promise<readonly StatusListRow[]>;
  /** Puts these lists in the place of all that were there. */
  readonly replace: (rows: readonly StatusListRow[]) => Promise<void>;
}

export interface StatusListTable {
  readonly statusLists: Table<StatusListRow, number>;
}

const LISTS_READ = 1_000;

export function createStatusListStore(db: StatusListTable): StatusListStore {
  return {
    all: () => db.statusLists.limit(LISTS_READ).toArray(),
    replace: async (rows) => {
      await db.statusLists.clear();
      await db.statusLists.bulkPut([...rows]);
    },
  };
}
