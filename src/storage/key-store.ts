import type { Table } from 'dexie';

/** The key of this device as WebCrypto holds it; the private half is not extractable. */
export interface DeviceKeyPair {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** The key as plain data, for browsers that cannot keep the above. */
export interface SoftKeyPair {
  readonly privateKey: JsonWebKey;
  readonly publicKey: JsonWebKey;
}

export type KeyRow =
  | ({ readonly name: 'device' } & DeviceKeyPair)
  | ({ readonly name: 'device-soft' } & SoftKeyPair);

export interface KeyStore {
  readonly get: () => Promise<DeviceKeyPair | undefined>;
  /** Throws `DataCloneError` where the browser cannot keep keys: some iOS versions, private windows. */
  readonly put: (pair: DeviceKeyPair) => Promise<void>;
  readonly getSoft: () => Promise<SoftKeyPair | undefined>;
  readonly putSoft: (pair: SoftKeyPair) => Promise<void>;
  readonly remove: () => Promise<void>;
}

export interface KeyTable {
  readonly keys: Table<KeyRow, string>;
}

export function createKeyStore(db: KeyTable): KeyStore {
  return {
    get: async () => {
      const row = await db.keys.get('device');
      // Safari 27 hands some keys back as null without a word.
      return row?.name === 'device' && row.privateKey && row.publicKey
        ? { privateKey: row.privateKey, publicKey: row.publicKey }
        : undefined;
    },
    put: async ({ privateKey, publicKey }) => {
      await db.keys.put({ name: 'device', privateKey, publicKey });
    },
    getSoft: async () => {
      const row = await db.keys.get('device-soft');
      return row?.name === 'device-soft'
        ? { privateKey: row.privateKey, publicKey: row.publicKey }
        : undefined;
    },
    putSoft: async ({ privateKey, publicKey }) => {
      await db.keys.put({ name: 'device-soft', privateKey, publicKey });
    },
    remove: () => db.keys.bulkDelete(['device', 'device-soft']),
  };
}
