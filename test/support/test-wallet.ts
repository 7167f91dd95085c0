// The whole wallet of the worker over a database, a clock and a network of the test's choosing; timers fire by hand.
import type { Clock } from '#base/ports.ts';
import type { Topic } from '#bridge/changes.ts';
import type { WalletApi } from '#bridge/wallet-api.ts';
import { type WalletDatabase, createWalletDatabase } from '#storage/wallet-database.ts';
import type { Connection } from '#worker/shared/connection.ts';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import type { Fetch } from '#worker/shared/surroundings.ts';
import { assembleWallet } from '#worker/wallet/assemble.ts';
import { freshDatabaseName } from './memory-database.ts';
import { type OpenWalletStores, openWalletStores } from './open-stores.ts';
import { systemRandom } from './test-device.ts';
import { throwBug } from './throw-bug.ts';

export interface TestWallet {
  readonly api: WalletApi;
  readonly connection: Connection;
  readonly db: WalletDatabase;
  readonly stores: OpenWalletStores;
  /** What was broadcast since the last look. */
  readonly takeTopics: () => ReadonlySet<Topic>;
  /** A new process over the same disk. */
  readonly restart: () => TestWallet;
}

export interface WalletSetting {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly origin: string;
  readonly name?: string;
}

export function openTestWallet(setting: WalletSetting): TestWallet {
  const db = createWalletDatabase(setting.name ?? freshDatabaseName());
  let topics = new Set<Topic>();
  const { api, connection } = assembleWallet({
    around: {
      clock: setting.clock,
      random: systemRandom,
      timers: { after: () => () => undefined },
      exclusive: createLockExclusive(undefined),
      onBug: throwBug,
      fetch: setting.fetch,
      origin: setting.origin,
    },
    db,
    broadcast: { changed: (...changed) => changed.forEach((topic) => topics.add(topic)) },
    storageView: async () => ({ persisted: false }),
  });
  return {
    api,
    connection,
    db,
    stores: openWalletStores(db),
    takeTopics: () => {
      const taken = topics;
      topics = new Set();
      return taken;
    },
    restart: () => {
      db.close();
      return openTestWallet({ ...setting, name: db.name });
    },
  };
}

/** The value of a good outcome; a refusal fails the test with its kind. */
export function good<T>(
  outcome:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly error: { readonly kind: string } },
): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.error.kind}`);
  return outcome.value;
}
