// A database's store, and repositories over its plain tables beside it: a test looks at one thing at a time.
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

export function openSharedStores(db: SharedDatabase): OpenSharedStores {
  return { ...createSharedStores(db), ...createSharedRepositories(db) };
}

export function openWalletStores(db: WalletDatabase): OpenWalletStores {
  return { ...createWalletStores(db), ...createWalletRepositories(db) };
}
