import type { Bytes } from '#base/bytes.ts';
import type { SharedDatabase } from './database.ts';

/** The key of this device. `stored`: non-extractable, read back from the disk and tried; `soft`: memory only. */
export interface DeviceKey {
  readonly privateKey: CryptoKey;
  /** SEC1 compressed, 33 bytes. */
  readonly publicKey: Bytes;
}

export interface KeyRow extends DeviceKey {
  readonly name: 'device';
}

export interface KeyStore {
  readonly get: () => Promise<DeviceKey | undefined>;
  /** Throws `DataCloneError` where the browser cannot keep keys: some iOS versions, private windows. */
  readonly put: (key: DeviceKey) => Promise<void>;
}

export function createKeyStore(db: SharedDatabase): KeyStore {
  return {
    get: async () => {
      const row = await db.keys.get('device');
      // Safari 27 hands some keys back as null without a word.
      return row?.privateKey ? { privateKey: row.privateKey, publicKey: row.publicKey } : undefined;
    },
    put: async (key) => {
      await db.keys.put({ name: 'device', ...key });
    },
  };
}
