// What a till has signed, as its screens show it.
import type { CodeView, Money, RefusalView } from './common-views.ts';

export interface TillReceipt {
  readonly record: TillRecord;
  readonly code: CodeView;
}

export interface TillRecord {
  /** Message id, hex. */
  readonly id: string;
  readonly sequence: number;
  readonly kind: 'earn' | 'redeem' | 'pay' | 'undo';
  readonly atMs: number;
  readonly total: Money;
  readonly discount?: Money;
  /** Of a payment, and of what takes one back: whole points. */
  readonly points?: number;
  /** Absent for a voucher: a presentation names a key, not a member. */
  readonly memberName?: string;
  readonly voucherTitle?: string;
  /** Something was taken back of this record. */
  readonly takenBack?: 'whole' | 'part';
  /** Of an `undo`: the record it takes back, and why. Its amounts are those taken back. */
  readonly undo?: TillUndo;
  readonly state: 'unsent' | 'accepted' | 'conflict' | 'rejected';
  readonly reason?: RefusalView;
}

export interface TillUndo {
  readonly recordId: string;
  readonly whole: boolean;
  readonly reason?: UndoReason;
  readonly note?: string;
}

export const UNDO_REASONS = [
  'wrong_amount',
  'wrong_customer',
  'goods_returned',
  'cashier_mistake',
  'other',
] as const;
export type UndoReason = (typeof UNDO_REASONS)[number];
