import type { Table } from 'dexie';
import type { Bytes } from '#base/bytes.ts';

/** A till that this one has added, written before its certificate was shown. */
export interface AddedTillRow {
  readonly serial: number;
  readonly slot: number;
  /** Hex message id of the request that it answers. */
  readonly requestId: string;
  readonly tillName: string;
  readonly certificate: Bytes;
  readonly digits: string;
  readonly atMs: number;
  readonly untilMs: number;
  /** `refused`: the digits were not the same; `told`: and the server knows. */
  readonly state: 'shown' | 'confirmed' | 'refused' | 'told';
}

/** Each call joins the transaction around it. */
export interface AddedTillStore {
  readonly put: (row: AddedTillRow) => Promise<void>;
  readonly get: (serial: number) => Promise<AddedTillRow | undefined>;
  /** At most 31 in a till's life. */
  readonly all: () => Promise<readonly AddedTillRow[]>;
}

export interface AddedTillTable {
  readonly addedTills: Table<AddedTillRow, number>;
}

export function createAddedTillStore(db: AddedTillTable): AddedTillStore {
  return {
    put: async (row) => {
      await db.addedTills.put(row);
    },
    get: (serial) => db.addedTills.get(serial),
    all: () => db.addedTills.toArray(),
  };
}
