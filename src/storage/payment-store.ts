import type { Table } from 'dexie';
import type { Bytes } from '#base/bytes.ts';
import { changeRows } from './change-rows.ts';
import { RECEIPTS_READ, type ReceiptDecision } from './receipt-store.ts';

/** A payment with points, and what the till answered. It is on the disk with its numbers before anybody sees its code. */
export interface PaymentRow {
  /**
   * Message id of the request, hex. This phone signs one payment per request, the same bytes however often it is shown; another
   * phone of the member may have answered it as well, and a till takes one of them.
   */
  readonly requestId: string;
  /** Message id of the payment, hex. */
  readonly id: string;
  readonly request: Bytes;
  /** Shown again unchanged, never signed again. */
  readonly cose: Bytes;
  readonly content: PaymentContent;
  /** Hex of the key that signed it; another device of the member has another. Absent on rows of before it was noted. */
  readonly payer?: string;
  readonly madeAtMs: number;
  /** The till's answer. */
  readonly receipt?: PaymentReceipt;
  /** The till took it back. */
  readonly voided?: { readonly id: string; readonly cose: Bytes; readonly issuedAtS: number };
  readonly recordId?: string;
  readonly voidRecordId?: string;
  readonly decision?: ReceiptDecision;
}

export interface PaymentReceipt {
  /** Message id, hex: the id of the event that the engine folds. */
  readonly id: string;
  readonly cose: Bytes;
  readonly issuedAtS: number;
}

export interface PaymentContent {
  readonly merchantId: string;
  readonly merchantSlug: string;
  readonly merchantName: string;
  readonly currency: { readonly code: string; readonly exponent: number };
  readonly amountMinor: number;
  readonly points: number;
  readonly programmeId: string;
  readonly unit: string;
  readonly scale: number;
  /** What the signed payment says. */
  readonly issuedAtS: number;
  readonly counter: number;
  readonly epoch: number;
  readonly cumulative: number;
  readonly previous: Bytes;
}

/** Each call joins the transaction around it. */
export interface PaymentStore {
  readonly get: (id: string) => Promise<PaymentRow | undefined>;
  readonly put: (row: PaymentRow) => Promise<void>;
  /** Newest first. */
  readonly all: () => Promise<readonly PaymentRow[]>;
  /** The server's word on the payments that these journal records claim. */
  readonly decideByRecord: (decisions: ReadonlyMap<string, ReceiptDecision>) => Promise<void>;
  /** Of this device's records that say that a payment was taken back. */
  readonly voidRecordIds: () => Promise<readonly string[]>;
}

export interface PaymentTable {
  readonly payments: Table<PaymentRow, string>;
}

export function createPaymentStore(db: PaymentTable): PaymentStore {
  return {
    get: (id) => db.payments.get(id),
    put: async (row) => {
      await db.payments.put(row);
    },
    all: () => db.payments.orderBy('madeAtMs').reverse().limit(RECEIPTS_READ).toArray(),
    decideByRecord: async (decisions) => {
      if (decisions.size === 0) return;
      const decided = db.payments.where('recordId').anyOf([...decisions.keys()]);
      await changeRows(db.payments, decided, (row) => ({ ...row, decision: decisions.get(row.recordId!)! }));
    },
    voidRecordIds: async () => (await db.payments.orderBy('voidRecordId').keys()).map(String),
  };
}
