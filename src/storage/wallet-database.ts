import type { EntityTable, Table } from 'dexie';
import type { DivergenceRow, ServerBalanceRow } from './balance-store.ts';
import { type DatabaseEvents, type SharedDatabase, createDatabase } from './database.ts';
import type { MembershipRow } from './membership-store.ts';
import type { ReceiptRow } from './receipt-store.ts';
import type { PresentationRow, VoucherRow } from './voucher-store.ts';
import { WALLET_VERSION_1 } from './wallet-version-1.ts';

export type WalletDatabase = SharedDatabase & {
  readonly receipts: Table<ReceiptRow, string>;
  readonly vouchers: Table<VoucherRow, string>;
  readonly presentations: Table<PresentationRow, string>;
  readonly memberships: Table<MembershipRow, string>;
  readonly serverBalances: Table<ServerBalanceRow, [string, string]>;
  readonly divergences: EntityTable<DivergenceRow, 'order'>;
};

export const WALLET_DATABASE = 'tessera-wallet';

export function createWalletDatabase(name: string, events?: DatabaseEvents): WalletDatabase {
  return createDatabase<WalletDatabase>(name, [WALLET_VERSION_1], events);
}
