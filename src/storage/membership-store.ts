import type { Table } from 'dexie';

/** A programme that this member joined, by a signed record. */
export interface MembershipRow {
  readonly programmeId: string;
  /** Id of the journal record: it becomes the id of the enrolment event. */
  readonly recordId: string;
  readonly joinedAtMs: number;
}

export const MEMBERSHIPS_READ = 500;

export interface MembershipStore {
  readonly get: (programmeId: string) => Promise<MembershipRow | undefined>;
  readonly put: (row: MembershipRow) => Promise<void>;
  readonly all: () => Promise<readonly MembershipRow[]>;
}

export interface MembershipTable {
  readonly memberships: Table<MembershipRow, string>;
}

export function createMembershipStore(db: MembershipTable): MembershipStore {
  return {
    get: (programmeId) => db.memberships.get(programmeId),
    put: async (row) => {
      await db.memberships.put(row);
    },
    all: () => db.memberships.limit(MEMBERSHIPS_READ).toArray(),
  };
}
