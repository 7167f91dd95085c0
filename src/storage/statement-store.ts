import type { Table } from 'dexie';
import { RECEIPTS_READ } from './receipt-store.ts';
import type { SelfReport } from '#loyalty/programme/self-report.ts';

/** What the member stated by a signed record of one of their devices: a reward claimed, an activity reported, a day of their own. */
export interface StatementRow {
  /** Id of the journal record: it becomes the id of the event. */
  readonly recordId: string;
  /** Names the person's one decision, so that a tap that comes twice is one record. */
  readonly intentId: string;
  readonly programmeId: string;
  readonly occurredAtMs: number;
  readonly said:
    | { readonly kind: 'claim'; readonly rewardId: string }
    | { readonly kind: 'report'; readonly report: SelfReport; readonly quantity: number }
    /** `value` as `--MM-DD`. */
    | { readonly kind: 'profile'; readonly attribute: string; readonly value: string };
}

export interface StatementStore {
  readonly get: (recordId: string) => Promise<StatementRow | undefined>;
  readonly put: (row: StatementRow) => Promise<void>;
  readonly byIntent: (intentId: string) => Promise<StatementRow | undefined>;
  /** Oldest first. */
  readonly all: () => Promise<readonly StatementRow[]>;
  readonly recordIds: () => Promise<readonly string[]>;
}

export interface StatementTable {
  readonly statements: Table<StatementRow, string>;
}

export function createStatementStore(db: StatementTable): StatementStore {
  return {
    get: (recordId) => db.statements.get(recordId),
    put: async (row) => {
      await db.statements.put(row);
    },
    byIntent: (intentId) => db.statements.where('intentId').equals(intentId).first(),
    all: async () => (await db.statements.reverse().limit(RECEIPTS_READ).toArray()).toReversed(),
    recordIds: () => db.statements.toCollection().primaryKeys(),
  };
}
