import type { Connection } from '#worker/shared/connection.ts';
import type { SyncDriver } from '#worker/shared/sync-driver.ts';
import type { Folds } from './programme-fold.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** What the wallet's API is put together from. */
export interface WalletParts {
  readonly deps: WalletDeps;
  readonly folds: Folds;
  readonly connection: Connection;
  readonly sync: SyncDriver;
}
