// Messages of paying with points: what they say once decoded. Payments always answer a request of a terminal.
import type { Bytes } from '#base/bytes.ts';
import type { MessageId } from './messages.ts';

/** How long a request or a challenge may be answered, by the terminal's monotonic clock. */
export const ANSWER_TIME_S = 120;

/** Type 13, signed by a terminal: proves that what answers it was made now, whatever the clocks say. */
export interface Challenge {
  readonly issuedAtS: number;
  /** At most `ANSWER_TIME_S` later. */
  readonly expiresAtS: number;
  /** 8 random bytes, used once. */
  readonly nonce: Bytes;
  /** The terminal's count of its requests and challenges; not that of its receipts, which has no gaps. */
  readonly sequence: number;
}

/** Type 9, signed by a terminal: what is to be paid. */
export interface PayRequest extends Challenge {
  readonly points: number;
  /** What the points stand for in the sale. */
  readonly amountMinor: number;
  readonly reference: string;
}

/** Type 10, signed by the device key: spends from the allowance in the device's certificate. */
export interface Payment {
  readonly issuedAtS: number;
  /** One count with passes and presentations. */
  readonly counter: number;
  readonly points: number;
  /** Spent offline in this epoch of the allowance, this payment included. */
  readonly cumulative: number;
  readonly requestId: MessageId;
  /** First 8 bytes of the message id of the device's payment before; zeros for its first. */
  readonly previous: Bytes;
}

/** Type 11, signed by the terminal: the points are spent. */
export interface PayReceipt {
  readonly issuedAtS: number;
  /** One count together with the terminal's other receipts, from 1. */
  readonly sequence: number;
  readonly paymentId: MessageId;
  readonly points: number;
  readonly previous: Bytes;
}

/** Why a receipt was taken back. The position is the number on the wire and is never reused. */
export const UNDO_REASONS = [
  'wrong_amount',
  'wrong_customer',
  'goods_returned',
  'cashier_mistake',
  'other',
] as const;
export type UndoReason = (typeof UNDO_REASONS)[number];

/** What comes back of one line of the receipt. */
export interface UndoneLine {
  /** Position in the receipt's facts, from 0. */
  readonly index: number;
  /** List price, before any discount. */
  readonly amountMinor: number;
}

/** Characters of the cashier's own words; the customer can read them. */
export const MAX_UNDO_NOTE = 40;

/**
 * Type 16, signed by a terminal: a receipt of its merchant is taken back. Without lines all of it, as if it had never
 * been: a voucher is usable again. With lines that part of the goods, at the time of this receipt.
 */
export interface VoidReceipt {
  readonly issuedAtS: number;
  readonly sequence: number;
  /** Message id of the receipt taken back. */
  readonly voidedId: MessageId;
  /** Of a pay receipt: the points given back. 0 otherwise. */
  readonly points: number;
  readonly previous: Bytes;
  readonly reason?: UndoReason;
  /** At most `MAX_UNDO_NOTE` characters. */
  readonly note?: string;
  /** Ascending by index, each once. */
  readonly lines?: readonly UndoneLine[];
}
