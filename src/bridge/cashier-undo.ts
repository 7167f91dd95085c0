// Records of the till and how they are taken back.
import type { FileView, Money, Outcome, SideClock } from './common-views.ts';
import type { TillReceipt, TillRecord, UndoReason } from './till-record.ts';

export interface CashierUndoApi {
  /** Newest first, a page at a time; none before the till is paired. */
  findRecords(query: RecordQuery): Promise<RecordPage>;
  /** Refusals: `not_enrolled`, `record_unknown`. */
  record(recordId: string): Promise<Outcome<RecordDetails>>;
  /**
   * Signs and strictly stores a receipt that takes a record back; nobody else need be there. A payment with points is
   * taken back whole, and the points with it. The same wish again gives the same receipt. Refusals: `not_enrolled`, `record_unknown`, `nothing_left`, `more_than_left`, `cert_expired`,
   * `cert_perm`, those of the storage.
   */
  undo(recordId: string, wish: UndoWish): Promise<Outcome<TillReceipt>>;
  /**
   * The signed statements of both sides about one record and what the server said of it, sealed by this till, for
   * `npm run verify-export`. Refusals: `not_enrolled`, `record_unknown`.
   */
  exportProof(recordId: string): Promise<Outcome<FileView>>;
}

export const RECORD_FILTERS = ['all', 'unsent', 'accepted', 'problems', 'undone'] as const;
export type RecordFilter = (typeof RECORD_FILTERS)[number];

export interface RecordQuery {
  /** Number, member, voucher, amount or time of day, in any script; empty: all. */
  readonly text: string;
  readonly filter: RecordFilter;
  /** Any moment of the day that is asked for; absent: all days. */
  readonly dayMs?: number;
  /** `next` of the page before. */
  readonly before?: number;
  readonly limit: number;
}

export interface RecordPage {
  readonly records: readonly TillRecord[];
  /** Absent when there are no older ones. */
  readonly next?: number;
}

export interface RecordDetails {
  readonly record: TillRecord;
  readonly lines: readonly RecordLine[];
  /** What was taken back of it, the oldest first. */
  readonly undos: readonly TillRecord[];
  /** All of it can still be taken back, as if it had never been. */
  readonly canVoid: boolean;
  readonly canRefund: boolean;
  /** Of a record that the server does not count, or counts at somebody's cost: each side's own clock, in the order of events. */
  readonly clocks?: readonly SideClock[];
}

export interface RecordLine {
  readonly category: string;
  /** List price. */
  readonly amount: Money;
  /** What has not gone back yet. */
  readonly left: Money;
}

export interface UndoWish {
  /** Made when the cashier began: a second press is the same wish. */
  readonly wishId: string;
  readonly reason: UndoReason;
  /** At most 40 characters; the customer can read it. */
  readonly note?: string;
  /** List prices to take back by position of the line; absent: all of the record. */
  readonly lines?: readonly { readonly index: number; readonly amountMinor: number }[];
}
