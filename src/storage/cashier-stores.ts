import { type AddedTillStore, createAddedTillStore } from './cashier-added-store.ts';
import type { CashierDatabase, CashierTables } from './cashier-database.ts';
import { type TillReceiptStore, createTillReceiptStore } from './cashier-receipt-store.ts';
import { type RelayStore, createRelayStore } from './cashier-relay-store.ts';
import { type TillReplayStore, createTillReplayStore } from './cashier-replay-store.ts';
import { type ShiftStore, createShiftStore } from './cashier-shift-store.ts';
import { type TillStore, createTillStore } from './cashier-till-store.ts';
import type { SharedTables } from './database.ts';
import { createGate } from './gate.ts';
import { type SharedRepositories, createSharedRepositories } from './shared-stores.ts';
import { type Store, createStore } from './store.ts';

/** The till's repositories, of one transaction. */
export interface CashierRepositories extends SharedRepositories {
  readonly till: TillStore;
  readonly receipts: TillReceiptStore;
  readonly replay: TillReplayStore;
  readonly shifts: ShiftStore;
  readonly relayed: RelayStore;
  readonly addedTills: AddedTillStore;
}

export interface CashierStores {
  readonly store: Store<CashierRepositories>;
  /** Answers when no transaction is open; from then on none begins. */
  readonly rest: () => Promise<void>;
}

export function createCashierRepositories(tables: SharedTables & CashierTables): CashierRepositories {
  return {
    ...createSharedRepositories(tables),
    till: createTillStore(tables),
    receipts: createTillReceiptStore(tables),
    replay: createTillReplayStore(tables),
    shifts: createShiftStore(tables),
    relayed: createRelayStore(tables),
    addedTills: createAddedTillStore(tables),
  };
}

export function createCashierStores(db: CashierDatabase): CashierStores {
  const gate = createGate();
  return { store: createStore(db, createCashierRepositories, gate), rest: gate.shut };
}
