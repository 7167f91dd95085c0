import type { Table } from 'dexie';
import type { Bytes } from '#base/bytes.ts';

/** One receipt of this till, as it was signed, with what the screens show of it. */
export interface TillReceiptRow {
  /** Message id of the receipt, hex. */
  readonly id: string;
  readonly sequence: number;
  readonly kind: 'earn' | 'redeem';
  /** Message id of the pass or presentation that it answers, hex: one answer per message. */
  readonly answers: string;
  /** Its record in the outbox. */
  readonly eventId: string;
  readonly atMs: number;
  readonly totalMinor: number;
  readonly discountMinor?: number;
  readonly memberName?: string;
  readonly voucherTitle?: string;
  /** COSE_Sign1 bytes: shown again unchanged, never signed again. */
  readonly bytes: Bytes;
}

/** A busy till makes about 800 a day. */
export const RECEIPTS_READ = 10_000;

/** Each call joins the transaction around it. */
export interface TillReceiptStore {
  /** Throws `ConstraintError` when the number or the answered message is taken: that aborts the transaction. */
  readonly add: (row: TillReceiptRow) => Promise<void>;
  readonly get: (id: string) => Promise<TillReceiptRow | undefined>;
  readonly answerTo: (messageId: string) => Promise<TillReceiptRow | undefined>;
  /** Newest first. */
  readonly latest: (limit: number) => Promise<readonly TillReceiptRow[]>;
  readonly since: (atMs: number) => Promise<readonly TillReceiptRow[]>;
}

export interface TillReceiptTable {
  readonly receipts: Table<TillReceiptRow, string>;
}

export function createTillReceiptStore(db: TillReceiptTable): TillReceiptStore {
  return {
    add: async (row) => {
      await db.receipts.add(row);
    },
    get: (id) => db.receipts.get(id),
    answerTo: (messageId) => db.receipts.where('answers').equals(messageId).first(),
    latest: (limit) =>
      db.receipts.orderBy('sequence').reverse().limit(Math.min(limit, RECEIPTS_READ)).toArray(),
    since: (atMs) => db.receipts.where('atMs').aboveOrEqual(atMs).limit(RECEIPTS_READ).toArray(),
  };
}
