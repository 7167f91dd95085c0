import type { StorageView } from '#bridge/common-views.ts';
import type { WalletApi } from '#bridge/wallet-api.ts';
import type { WalletDatabase } from '#storage/wallet-database.ts';
import { createWalletStores } from '#storage/wallet-stores.ts';
import type { Broadcast } from '#worker/shared/broadcast.ts';
import { createCatalogue } from '#worker/shared/catalogue.ts';
import { type Connection, createConnection } from '#worker/shared/connection.ts';
import { createDeviceKeys } from '#worker/shared/device-key.ts';
import { createHttp } from '#worker/shared/http.ts';
import { createJournal } from '#worker/shared/journal.ts';
import { createUsableCatalogue } from '#worker/shared/programmes.ts';
import { createStatusLists } from '#worker/shared/status-lists.ts';
import type { Surroundings } from '#worker/shared/surroundings.ts';
import type { SyncDriver } from '#worker/shared/sync-driver.ts';
import { createAddedProgrammes } from './added-programmes.ts';
import { createFolds } from './folds.ts';
import { createWallet } from './wallet.ts';
import type { WalletDeps } from './wallet-deps.ts';
import { createWalletSync } from './wallet-sync.ts';

export interface WalletMachine {
  readonly around: Surroundings;
  readonly db: WalletDatabase;
  readonly broadcast: Pick<Broadcast, 'changed'>;
  readonly storageView: () => Promise<StorageView>;
}

export interface AssembledWallet {
  readonly api: WalletApi;
  readonly connection: Connection;
  readonly sync: SyncDriver;
}

/** The whole wallet over the machine it is given: a browser's worker, or a test. It starts nothing by itself. */
export function assembleWallet({ around, db, broadcast, storageView }: WalletMachine): AssembledWallet {
  const stores = createWalletStores(db);
  const connection = createConnection({
    stores,
    clock: around.clock,
    onChange: () => broadcast.changed('connection'),
  });
  const http = createHttp(around, {
    isCut: connection.isCut,
    onAnswer: connection.answered,
    onSilence: connection.silent,
  });
  const catalogue = createCatalogue({ stores, http, clock: around.clock });
  const usableFrom = createUsableCatalogue();
  const keys = createDeviceKeys(stores.store, (task) => around.exclusive.run('tessera-wallet-key', task));
  const deps: WalletDeps = {
    around,
    stores,
    keys,
    http,
    journal: createJournal({ app: 'wallet', stores, ...around }),
    catalogue,
    statusLists: createStatusLists({ stores, http, clock: around.clock, catalogue }),
    usable: async () => usableFrom(await catalogue.current()),
    addedFrom: createAddedProgrammes(async (ids) => {
      await stores.store.write(({ quarantine }) => quarantine.setAside('addedProgrammes', ids));
    }),
    broadcast,
    onAppended: () => sync.appended(),
    storageView,
  };
  const folds = createFolds({
    store: stores.folds,
    clock: around.clock,
    rest: () => new Promise((resolve) => void around.timers.after(0, () => resolve())),
    changed: broadcast.changed,
  });
  const sync = createWalletSync(deps, folds, connection);
  return { api: createWallet({ deps, folds, connection, sync }), connection, sync };
}
