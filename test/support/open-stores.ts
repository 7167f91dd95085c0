// A database's store, and repositories over its plain tables beside it: a test looks at one thing at a time.
import type { CashierDatabase } from '#storage/cashier-database.ts';
import {
  type CashierRepositories,
  type CashierStores,
  createCashierRepositories,
  createCashierStores,
} from '#storage/cashier-stores.ts';
import type { SharedDatabase } from '#storage/database.ts';
import {
  type SharedRepositories,
  type SharedStores,
  createSharedRepositories,
  createSharedStores,
} from '#storage/shared-stores.ts';
import type { WalletDatabase } from '#storage/wallet-database.ts';
import {
  type WalletRepositories,
  type WalletStores,
  createWalletRepositories,
  createWalletStores,
} from '#storage/wallet-stores.ts';

export type OpenSharedStores = SharedStores & SharedRepositories;
export type OpenWalletStores = WalletStores & WalletRepositories;
export type OpenCashierStores = CashierStores & CashierRepositories;

export function openSharedStores(db: SharedDatabase): OpenSharedStores {
  return { ...createSharedStores(db), ...createSharedRepositories(db) };
}

export function openWalletStores(db: WalletDatabase): OpenWalletStores {
  return { ...createWalletStores(db), ...createWalletRepositories(db) };
}

export function openCashierStores(db: CashierDatabase): OpenCashierStores {
  return { ...createCashierStores(db), ...createCashierRepositories(db) };
}
