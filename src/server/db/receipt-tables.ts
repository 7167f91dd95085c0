// Tables of tills' receipts: what they stated, what took them back, and which use of a voucher they were for.
import type { ColumnType } from 'kysely';

export type DecisionStatus = 'accepted' | 'rejected' | 'conflict';

/** Read as parsed JSON, written as text: `pg` would turn a JavaScript array into a PostgreSQL one. */
type Json<T> = ColumnType<T, string, string>;

export interface RedemptionTable {
  /** Of the voucher, like the claim on its use. */
  bucket: number;
  /** Voucher id and number of the use: the subject of its claim. */
  voucher_use: Buffer;
  receipt: string;
  /** Epoch seconds of the receipt. */
  at_s: number;
  programme: string;
  merchant: string;
  currency: string;
  /** What the receipt gave, less what was taken back; minor units. */
  amount: number;
  /** What is booked of it as lost. */
  loss: number;
}

export interface SaleTable {
  /** Of the receipt's id: it is found by that alone. */
  bucket: number;
  receipt: string;
  member: string;
  merchant: string;
  /** Epoch seconds of the receipt. */
  at_s: number;
  /** List prices in minor units. */
  lines: Json<readonly number[]>;
  discount: number;
  currency: string;
  /** Of the voucher that was used. */
  programme: string | null;
  /** Voucher id and number of the use: the subject of its claim. */
  voucher_use: Buffer | null;
  status: DecisionStatus;
}

export interface UndoTable {
  bucket: number;
  receipt: string;
  /** Message id of the receipt that takes back. */
  id: string;
  event: string;
  lines: ColumnType<readonly { index: number; amountMinor: number }[] | null, string | null, string | null>;
}
