import type { Table } from 'dexie';
import { MEMBERSHIPS_READ } from './membership-store.ts';

/** A joined programme that this person does not want to see; all that it holds is kept and goes on counting. */
export interface HiddenProgrammeRow {
  readonly programmeId: string;
  readonly hiddenAtMs: number;
}

export interface HiddenProgrammeStore {
  readonly all: () => Promise<readonly HiddenProgrammeRow[]>;
  readonly put: (row: HiddenProgrammeRow) => Promise<void>;
  readonly remove: (programmeId: string) => Promise<void>;
}

export interface HiddenProgrammeTable {
  readonly hiddenProgrammes: Table<HiddenProgrammeRow, string>;
}

export function createHiddenProgrammeStore(db: HiddenProgrammeTable): HiddenProgrammeStore {
  return {
    all: () => db.hiddenProgrammes.limit(MEMBERSHIPS_READ).toArray(),
    put: async (row) => {
      await db.hiddenProgrammes.put(row);
    },
    remove: (programmeId) => db.hiddenProgrammes.delete(programmeId),
  };
}
