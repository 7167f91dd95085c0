import type { AddedProgrammeTable } from './added-programme-store.ts';
import type { BalanceTables } from './balance-store.ts';
import { type DatabaseEvents, type SharedDatabase, createDatabase } from './database.ts';
import type { FoldTables } from './fold-store.ts';
import type { HeardTable } from './heard-store.ts';
import type { HiddenProgrammeTable } from './hidden-programme-store.ts';
import type { InboxTables } from './inbox-store.ts';
import type { MembershipTable } from './membership-store.ts';
import type { PaymentTable } from './payment-store.ts';
import type { RowShapes, Shape } from './row-shape.ts';
import { WALLET_ROWS } from './wallet-rows.ts';
import type { ReceiptTable } from './receipt-store.ts';
import type { StatementTable } from './statement-store.ts';
import type { UnreadTable } from './unread-store.ts';
import type { VisitTable } from './visit-store.ts';
import type { VoucherPlaceTable } from './voucher-place-store.ts';
import type { VoucherTables } from './voucher-store.ts';
import { WALLET_VERSION_1 } from './wallet-version-1.ts';
import { WALLET_VERSION_2 } from './wallet-version-2.ts';

export type WalletTables = ReceiptTable &
  VoucherTables &
  MembershipTable &
  BalanceTables &
  AddedProgrammeTable &
  HeardTable &
  HiddenProgrammeTable &
  InboxTables &
  FoldTables &
  StatementTable &
  UnreadTable &
  PaymentTable &
  VoucherPlaceTable &
  VisitTable;
export type WalletDatabase = SharedDatabase & WalletTables;

export const WALLET_DATABASE = 'tessera-wallet';

/** A table without a shape is an error of types. */
const ROWS: RowShapes & Readonly<Record<keyof WalletTables, Shape>> = WALLET_ROWS;

export function createWalletDatabase(name: string, events?: DatabaseEvents): WalletDatabase {
  return createDatabase<WalletDatabase>(name, [WALLET_VERSION_1, WALLET_VERSION_2], events, ROWS);
}
