import type { Table } from 'dexie';
import type { TillReceiptRow } from './cashier-receipt-store.ts';
import type { SeenDeviceRow, VoucherUseRow } from './cashier-replay-store.ts';
import type { TillRow } from './cashier-till-store.ts';
import { CASHIER_VERSION_1 } from './cashier-version-1.ts';
import { type DatabaseEvents, type SharedDatabase, createDatabase } from './database.ts';

export interface CashierTables {
  readonly till: Table<TillRow, string>;
  readonly receipts: Table<TillReceiptRow, string>;
  readonly seenDevices: Table<SeenDeviceRow, string>;
  readonly voucherUses: Table<VoucherUseRow, [string, number]>;
}

export type CashierDatabase = SharedDatabase & CashierTables;

/** The till's database: never shared with the wallet, also when both run on one device. */
export const CASHIER_DATABASE = 'tessera-cashier';

export function createCashierDatabase(name: string, events: DatabaseEvents = {}): CashierDatabase {
  return createDatabase<CashierDatabase>(name, [CASHIER_VERSION_1], events);
}
