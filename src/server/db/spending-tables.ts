// Tables of offline spending: allowances, payments, chains of receipts and the status list.
import type { ColumnType, Generated } from 'kysely';

/** Epoch milliseconds as bigint. */
type Millis = number;

export interface AllowanceTable {
  /** The member's, as of everything that concerns the allowance: it lies in the books of the member. */
  bucket: number;
  device: string;
  member: string;
  epoch: number;
  /** `cumulative` of the newest certificate. */
  cap: number;
  /** Points of the epoch's payments that were settled. */
  spent: number;
  until_ms: Millis;
  /** Tiers in that certificate, as text to compare. */
  tiers: string;
}

export interface HoldTable {
  bucket: number;
  device: string;
  programme: string;
  unit: string;
  member: string;
  /** Scaled. */
  qty: number;
}

export interface PaymentTable {
  bucket: number;
  device: string;
  id: Buffer;
  member: string;
  epoch: number;
  counter: number;
  points: number;
  cumulative: number;
  status: 'accepted' | 'conflict';
  code: string | null;
  cose: Buffer;
}

export interface EquivocationTable {
  bucket: number;
  device: string;
  first: Buffer;
  second: Buffer;
  found_at: Millis;
}

/** Until version 0063; what it had is in `status_mark`. */
export interface StatusEntryTable {
  place: number;
  kind: 'device' | 'voucher';
  subject: string;
  revoked_at: Millis | null;
  withdrawn_at: ColumnType<Millis | null, Millis | null | undefined, Millis | null>;
}

export interface StatusMarkTable {
  /** The member's. */
  bucket: number;
  place: number;
  /** `retired`: a form of a voucher that its device has given up. */
  kind: 'device' | 'voucher' | 'retired';
  /** Id of the device or the voucher. */
  subject: string;
  /** Of a voucher: the device whose form it is; else empty. */
  holder: string;
  /** When the last that was signed for this place can be shown no more. */
  ends_at: Millis;
  revoked_at: Millis | null;
  /** Of a voucher: by the operator, for good. */
  withdrawn_at: ColumnType<Millis | null, Millis | null | undefined, Millis | null>;
}

export interface TerminalDayTable {
  bucket: number;
  serial: number;
  day: number;
  points: number;
  receipts: Generated<number>;
  sales_minor: Generated<number>;
}

export interface TerminalReceiptTable {
  bucket: number;
  serial: number;
  sequence: number;
  id: Buffer;
  previous: Buffer;
  issued_at_s: number;
  received_at: Millis;
  beyond: Generated<boolean>;
}

export interface MemberTierTable {
  bucket: number;
  member: string;
  programme: string;
  rank: number;
}
