import type { Table } from 'dexie';
import { RECEIPTS_READ } from './receipt-store.ts';

/** A voucher of the member that another of their devices may show. */
export interface VoucherPlaceRow {
  /** Voucher id, hex. */
  readonly id: string;
  /** `instanceKey` of its credential. */
  readonly instanceKey: string;
  /** Hex thumbprint of that device. */
  readonly device: string;
}

export interface VoucherPlaceStore {
  readonly get: (id: string) => Promise<VoucherPlaceRow | undefined>;
  readonly all: () => Promise<readonly VoucherPlaceRow[]>;
  readonly put: (row: VoucherPlaceRow) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
}

export interface VoucherPlaceTable {
  readonly voucherPlaces: Table<VoucherPlaceRow, string>;
}

export function createVoucherPlaceStore(db: VoucherPlaceTable): VoucherPlaceStore {
  return {
    get: (id) => db.voucherPlaces.get(id),
    all: () => db.voucherPlaces.limit(RECEIPTS_READ).toArray(),
    put: async (row) => {
      await db.voucherPlaces.put(row);
    },
    remove: (id) => db.voucherPlaces.delete(id),
  };
}
