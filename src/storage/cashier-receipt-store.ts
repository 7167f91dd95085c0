import type { Table } from 'dexie';
import type { Bytes } from '#base/bytes.ts';

/** One receipt of this till, as it was signed, with what the screens show of it. */
export interface TillReceiptRow {
  /** Message id of the receipt, hex. */
  readonly id: string;
  readonly sequence: number;
  readonly kind: 'earn' | 'redeem' | 'undo' | 'pay' | 'void_pay';
  /** Message id of the pass or presentation that it answers, hex; of an undo what names the cashier's wish. One answer each. */
  readonly answers: string;
  /** Its record in the outbox. */
  readonly eventId: string;
  readonly atMs: number;
  readonly totalMinor: number;
  readonly discountMinor?: number;
  /** Of a payment: whole points. */
  readonly points?: number;
  readonly memberName?: string;
  readonly voucherTitle?: string;
  /** Of an undo: the receipt it takes back. Amounts are those taken back. */
  readonly undoes?: string;
  /** Of an undo: how much of which line; absent when all of the receipt. */
  readonly undoneLines?: readonly { readonly index: number; readonly amountMinor: number }[];
  readonly reason?: string;
  readonly note?: string;
  /** COSE_Sign1 bytes: shown again unchanged, never signed again. */
  readonly bytes: Bytes;
}

/** A busy till makes about 800 a day. */
export const RECEIPTS_READ = 10_000;

export interface ReceiptPage {
  readonly limit: number;
  readonly before?: number;
  readonly fromMs?: number;
  readonly untilMs?: number;
}

/** Each call joins the transaction around it. */
export interface TillReceiptStore {
  /** Throws `ConstraintError` when the number or the answered message is taken: that aborts the transaction. */
  readonly add: (row: TillReceiptRow) => Promise<void>;
  readonly get: (id: string) => Promise<TillReceiptRow | undefined>;
  readonly answerTo: (messageId: string) => Promise<TillReceiptRow | undefined>;
  /** Newest first. */
  readonly latest: (limit: number) => Promise<readonly TillReceiptRow[]>;
  /** Newest first, those before `before`, and made from `fromMs` until `untilMs` when given. */
  readonly page: (page: ReceiptPage) => Promise<readonly TillReceiptRow[]>;
  /** With numbers `from` to `to`, in their order; the first so many: who wants all asks again behind the last. */
  readonly between: (from: number, to: number) => Promise<readonly TillReceiptRow[]>;
  /** What was taken back of these receipts. */
  readonly undosOf: (ids: readonly string[]) => Promise<readonly TillReceiptRow[]>;
  /** Those of these records that state a receipt of this till. */
  readonly eventsAmong: (eventIds: readonly string[]) => Promise<ReadonlySet<string>>;
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
    page: async ({ limit, before = Number.MAX_SAFE_INTEGER, fromMs, untilMs }) => {
      if (fromMs === undefined)
        return db.receipts.where('sequence').below(before).reverse().limit(limit).toArray();
      const rows = await db.receipts
        .where('atMs')
        .between(fromMs, untilMs ?? Number.MAX_SAFE_INTEGER)
        .limit(RECEIPTS_READ)
        .toArray();
      return rows
        .filter(({ sequence }) => sequence < before)
        .toSorted((a, b) => b.sequence - a.sequence)
        .slice(0, limit);
    },
    between: (from, to) =>
      db.receipts.where('sequence').between(from, to, true, true).limit(RECEIPTS_READ).toArray(),
    undosOf: (ids) =>
      db.receipts
        .where('undoes')
        .anyOf([...ids])
        .toArray(),
    eventsAmong: async (eventIds) => {
      const keys = await db.receipts
        .where('eventId')
        .anyOf([...eventIds])
        .keys();
      return new Set(keys.map(String));
    },
    since: (atMs) => db.receipts.where('atMs').aboveOrEqual(atMs).limit(RECEIPTS_READ).toArray(),
  };
}
