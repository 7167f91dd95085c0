import Dexie, { type Table } from 'dexie';
import type { Bytes } from '#base/bytes.ts';

/** A credential that the server issued for this device's key, and what became of it here. */
export interface VoucherRow {
  /** Voucher id, hex. */
  readonly id: string;
  readonly cose: Bytes;
  readonly content: VoucherContent;
  /** `presented`: shown at a till, and no receipt seen since. `moved`: another device of the member may show it, not this. */
  readonly state: 'live' | 'presented' | 'used' | 'moved';
  /** Hex thumbprint of the device that may show it instead. */
  readonly movedTo?: string;
  /** The server has not heard of the move yet. */
  readonly moving?: true;
  /** It was the server that said so: this form is good again when the server tells it once more after that. */
  readonly putAway?: true;
  /** Uses so far that a receipt has proved. */
  readonly uses: number;
  readonly usedAtMs?: number;
  readonly usedAt?: string;
}

/** What the verified credential says; all derived from `cose`. */
export interface VoucherContent {
  /** Hex. */
  readonly merchantId: string;
  readonly kind: 'fixed' | 'percent';
  /** Minor units when fixed, basis points when percent. */
  readonly value: number;
  readonly minSpendMinor?: number;
  readonly capMinor?: number;
  readonly title: string;
  readonly notBeforeS?: number;
  readonly expiresAtS: number;
  readonly maxUses: number;
  readonly offlinePolicy: 0 | 1 | 2 | 3;
  /** Till numbers; absent: any of the merchant's. */
  readonly homeTills?: readonly number[];
  /** `voucherName` of the engine's instance that this credential stands for. */
  readonly instanceKey?: string;
  /** `programme/voucher`. */
  readonly programmeVoucher?: string;
}

export interface PresentationRow {
  /** Message id, hex. */
  readonly id: string;
  /** Hex. */
  readonly voucherId: string;
  readonly cose: Bytes;
  readonly madeAtMs: number;
}

/** A voucher a day for more than fifty years. Those that can still be used are the first to be read. */
const VOUCHERS_READ = 20_000;
export const PRESENTATIONS_READ = 5_000;
/** A till may answer a presentation late through the server: as long as its record may take to arrive. */
export const PRESENTATION_KEPT_MS = 35 * 24 * 3_600_000;

export interface VoucherStore {
  readonly get: (id: string) => Promise<VoucherRow | undefined>;
  readonly put: (row: VoucherRow) => Promise<void>;
  /** Those that lapse last come first. */
  readonly all: () => Promise<readonly VoucherRow[]>;
  readonly addPresentation: (row: PresentationRow) => Promise<void>;
  readonly presentation: (id: string) => Promise<PresentationRow | undefined>;
  /** Message id -> voucher id, both hex. */
  readonly presentations: () => Promise<ReadonlyMap<string, string>>;
  readonly presentationRows: () => Promise<readonly PresentationRow[]>;
  readonly prunePresentations: (nowMs: number) => Promise<void>;
}

export interface VoucherTables {
  readonly vouchers: Table<VoucherRow, string>;
  readonly presentations: Table<PresentationRow, string>;
}

export function createVoucherStore(db: VoucherTables): VoucherStore {
  return {
    get: (id) => db.vouchers.get(id),
    put: async (row) => {
      await db.vouchers.put(row);
    },
    all: () => db.vouchers.orderBy('content.expiresAtS').reverse().limit(VOUCHERS_READ).toArray(),
    addPresentation: async (row) => {
      await db.presentations.put(row);
    },
    presentation: (id) => db.presentations.get(id),
    presentations: async () => {
      const rows = await db.presentations.orderBy('madeAtMs').reverse().limit(PRESENTATIONS_READ).toArray();
      return new Map(rows.map(({ id, voucherId }) => [id, voucherId]));
    },
    presentationRows: () =>
      db.presentations.orderBy('madeAtMs').reverse().limit(PRESENTATIONS_READ).toArray(),
    prunePresentations: async (nowMs) => {
      await db.presentations
        .where('madeAtMs')
        .between(Dexie.minKey, nowMs - PRESENTATION_KEPT_MS)
        .delete();
    },
  };
}
