import type { AddedTillTable } from './cashier-added-store.ts';
import type { RelayTable } from './cashier-relay-store.ts';
import type { ShiftTable } from './cashier-shift-store.ts';
import type { TillReceiptTable } from './cashier-receipt-store.ts';
import type { TillReplayTables } from './cashier-replay-store.ts';
import type { TillTable } from './cashier-till-store.ts';
import { CASHIER_VERSION_1 } from './cashier-version-1.ts';
import { CASHIER_VERSION_2 } from './cashier-version-2.ts';
import type { RowShapes, Shape } from './row-shape.ts';
import { CASHIER_ROWS } from './cashier-rows.ts';
import { type DatabaseEvents, type SharedDatabase, createDatabase } from './database.ts';

export type CashierTables = TillTable &
  TillReceiptTable &
  TillReplayTables &
  ShiftTable &
  RelayTable &
  AddedTillTable;
export type CashierDatabase = SharedDatabase & CashierTables;

/** The till's database: never shared with the wallet, also when both run on one device. */
export const CASHIER_DATABASE = 'tessera-cashier';

/** A table without a shape is an error of types. */
const ROWS: RowShapes & Readonly<Record<keyof CashierTables, Shape>> = CASHIER_ROWS;

export function createCashierDatabase(name: string, events: DatabaseEvents = {}): CashierDatabase {
  return createDatabase<CashierDatabase>(name, [CASHIER_VERSION_1, CASHIER_VERSION_2], events, ROWS);
}
