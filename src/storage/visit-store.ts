import type { Table } from 'dexie';
import { changeRows } from './change-rows.ts';
import { RECEIPTS_READ, type ReceiptDecision } from './receipt-store.ts';

/** A visit that this phone has reported by a poster. */
export interface VisitRow {
  /** Id of its event: merchant and day, so there is one a day. */
  readonly id: string;
  readonly merchantSlug: string;
  readonly merchantName: string;
  readonly placeName: string;
  readonly atS: number;
  readonly recordId: string;
  readonly decision?: ReceiptDecision;
}

/** Each call joins the transaction around it. */
export interface VisitStore {
  readonly get: (id: string) => Promise<VisitRow | undefined>;
  readonly put: (row: VisitRow) => Promise<void>;
  /** Newest first. */
  readonly all: () => Promise<readonly VisitRow[]>;
  readonly decideByRecord: (decisions: ReadonlyMap<string, ReceiptDecision>) => Promise<void>;
}

export interface VisitTable {
  readonly visits: Table<VisitRow, string>;
}

export function createVisitStore(db: VisitTable): VisitStore {
  return {
    get: (id) => db.visits.get(id),
    put: async (row) => {
      await db.visits.put(row);
    },
    all: () => db.visits.orderBy('atS').reverse().limit(RECEIPTS_READ).toArray(),
    decideByRecord: async (decisions) => {
      if (decisions.size === 0) return;
      const decided = db.visits.where('recordId').anyOf([...decisions.keys()]);
      await changeRows(db.visits, decided, (row) => ({ ...row, decision: decisions.get(row.recordId)! }));
    },
  };
}
