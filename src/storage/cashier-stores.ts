import type { CashierDatabase } from './cashier-database.ts';
import { type TillReceiptStore, createTillReceiptStore } from './cashier-receipt-store.ts';
import { type RelayStore, createRelayStore } from './cashier-relay-store.ts';
import { type TillReplayStore, createTillReplayStore } from './cashier-replay-store.ts';
import { type ShiftStore, createShiftStore } from './cashier-shift-store.ts';
import { type TillStore, createTillStore } from './cashier-till-store.ts';
import { type SharedStores, createSharedStores } from './shared-stores.ts';

export interface CashierStores extends SharedStores {
  readonly till: TillStore;
  readonly receipts: TillReceiptStore;
  readonly replay: TillReplayStore;
  readonly shifts: ShiftStore;
  readonly relayed: RelayStore;
}

export function createCashierStores(db: CashierDatabase): CashierStores {
  return {
    ...createSharedStores(db),
    till: createTillStore(db),
    receipts: createTillReceiptStore(db),
    replay: createTillReplayStore(db),
    shifts: createShiftStore(db),
    relayed: createRelayStore(db),
  };
}
