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

/** Type 16, signed by the terminal: a receipt of its own is taken back, whole or as far as its points go. */
export interface VoidReceipt {
  readonly issuedAtS: number;
  readonly sequence: number;
  /** Message id of the receipt taken back. */
  readonly voidedId: MessageId;
  readonly points: number;
  readonly previous: Bytes;
}
