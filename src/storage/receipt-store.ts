import type { Table } from 'dexie';
import type { Bytes } from '#base/bytes.ts';
import { changeRows } from './change-rows.ts';

export interface ReceiptRow {
  /** Message id, hex: the receipt's name everywhere, and the id of the event it makes. */
  readonly id: string;
  /** The receipt as the till signed it. */
  readonly cose: Bytes;
  /** By this device's clock. */
  readonly addedAtMs: number;
  /** Absent while the issuer is unknown, or its till struck off: such a receipt counts for nothing. */
  readonly content?: ReceiptContent;
  /** Why there is no content; the kind of a refusal. */
  readonly waitsFor?: string;
  /** The journal record that claims it; absent when the receipt came from the server. */
  readonly recordId?: string;
  /** The server's word on it; absent while it waits. */
  readonly decision?: ReceiptDecision;
}

export interface ReceiptDecision {
  readonly status: 'accepted' | 'rejected' | 'conflict';
  readonly code?: string;
}

/** What the verified receipt says; all derived from `cose`, kept so that a view need not verify again. */
export interface ReceiptContent {
  /** `kid:sequence`: a till whose profile was put back may use one twice. */
  readonly receiptKey: string;
  readonly issuedAtS: number;
  readonly merchantSlug: string;
  readonly merchantName: string;
  readonly currency: { readonly code: string; readonly exponent: number };
  readonly purchase?: ReceiptPurchase;
  /** What the till calls the sale. */
  readonly tillReference?: string;
  readonly redemption?: ReceiptRedemption;
  readonly undo?: ReceiptUndo;
}

/** Another receipt is taken back. */
export interface ReceiptUndo {
  /** Hex. */
  readonly receiptId: string;
  readonly reason?: string;
  readonly note?: string;
  /** List prices by line; absent: all of it. */
  readonly lines?: readonly { readonly index: number; readonly amountMinor: number }[];
}

export interface ReceiptPurchase {
  readonly lines: readonly {
    readonly amountMinor: number;
    readonly category: string;
    readonly store?: string;
  }[];
  readonly payWith?: string;
  /** Before any discount. */
  readonly totalMinor: number;
}

export interface ReceiptRedemption {
  /** Hex. */
  readonly voucherId: string;
  readonly presentationId: string;
  readonly discountMinor: number;
  readonly usesLeft: number;
  /** As in the voucher's own row; here too for a voucher of which this device never had a credential. */
  readonly programmeVoucher?: string;
  readonly instanceKey?: string;
}

/**
 * More than eighty years of two receipts a day: what falls out of it falls out of the balances. As many are read of all that
 * a member adds to from day to day.
 */
export const RECEIPTS_READ = 60_000;

export interface ReceiptStore {
  readonly get: (id: string) => Promise<ReceiptRow | undefined>;
  readonly put: (row: ReceiptRow) => Promise<void>;
  /** Those of them that are held. */
  readonly getAll: (ids: readonly string[]) => Promise<readonly ReceiptRow[]>;
  readonly putAll: (rows: readonly ReceiptRow[]) => Promise<void>;
  /** Newest first. */
  readonly all: () => Promise<readonly ReceiptRow[]>;
  readonly count: () => Promise<number>;
  /** Those whose issuer may become known. */
  readonly unverified: () => Promise<readonly ReceiptRow[]>;
  /** Those that used a voucher, or meant to. */
  readonly redeeming: (voucherId: string) => Promise<readonly ReceiptRow[]>;
  /** Those that take one of these back, all of it or a part. */
  readonly undoing: (receiptIds: readonly string[]) => Promise<readonly ReceiptRow[]>;
  /** Those that the server did not count. */
  readonly uncounted: () => Promise<readonly ReceiptRow[]>;
  /** Ids of those whose content is known. */
  readonly verifiedIds: () => Promise<readonly string[]>;
  readonly byRecords: (recordIds: readonly string[]) => Promise<readonly ReceiptRow[]>;
  /** The server's word on the receipts that these journal records claim. */
  readonly decideByRecord: (decisions: ReadonlyMap<string, ReceiptDecision>) => Promise<void>;
}

export interface ReceiptTable {
  readonly receipts: Table<ReceiptRow, string>;
}

export function createReceiptStore(db: ReceiptTable): ReceiptStore {
  const newest = () => db.receipts.orderBy('addedAtMs').reverse().limit(RECEIPTS_READ);
  return {
    get: (id) => db.receipts.get(id),
    put: async (row) => {
      await db.receipts.put(row);
    },
    getAll: async (ids) => (await db.receipts.bulkGet([...ids])).filter((row) => row !== undefined),
    putAll: async (rows) => {
      await db.receipts.bulkPut([...rows]);
    },
    all: () => newest().toArray(),
    count: () => db.receipts.count(),
    unverified: () =>
      newest()
        .filter((row) => row.content === undefined && row.decision?.status !== 'rejected')
        .toArray(),
    redeeming: (voucherId) => db.receipts.where('content.redemption.voucherId').equals(voucherId).toArray(),
    undoing: (receiptIds) =>
      db.receipts
        .where('content.undo.receiptId')
        .anyOf([...receiptIds])
        .toArray(),
    uncounted: () =>
      db.receipts.where('decision.status').anyOf('rejected', 'conflict').limit(RECEIPTS_READ).toArray(),
    verifiedIds: () => db.receipts.orderBy('content.receiptKey').limit(RECEIPTS_READ).primaryKeys(),
    byRecords: (recordIds) =>
      db.receipts
        .where('recordId')
        .anyOf([...recordIds])
        .toArray(),
    decideByRecord: async (decisions) => {
      if (decisions.size === 0) return;
      const decided = db.receipts.where('recordId').anyOf([...decisions.keys()]);
      await changeRows(db.receipts, decided, (row) => ({ ...row, decision: decisions.get(row.recordId!)! }));
    },
  };
}
