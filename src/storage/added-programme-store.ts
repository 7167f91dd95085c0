import type { Table } from 'dexie';
import type { ProgrammeFile } from '#loyalty/programme/programme-file.ts';

/** A programme that this person brought in from a file or a link; it stays on this device. */
export interface AddedProgrammeRow {
  /** Id of its definition. */
  readonly id: string;
  /** As it was parsed. */
  readonly file: ProgrammeFile;
  readonly addedAtMs: number;
}

export const MAX_ADDED_PROGRAMMES = 100;

export interface AddedProgrammeStore {
  readonly all: () => Promise<readonly AddedProgrammeRow[]>;
  readonly put: (row: AddedProgrammeRow) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
}

export interface AddedProgrammeTable {
  readonly addedProgrammes: Table<AddedProgrammeRow, string>;
}

export function createAddedProgrammeStore(db: AddedProgrammeTable): AddedProgrammeStore {
  return {
    all: () => db.addedProgrammes.limit(MAX_ADDED_PROGRAMMES).toArray(),
    put: async (row) => {
      await db.addedProgrammes.put(row);
    },
    remove: (id) => db.addedProgrammes.delete(id),
  };
}
