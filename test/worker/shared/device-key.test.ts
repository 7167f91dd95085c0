import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { type KeyStore, createKeyStore } from '#storage/key-store.ts';
import { createStore } from '#storage/store.ts';
import { createDeviceKeys } from '#worker/shared/device-key.ts';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import { openSharedDatabase } from '../../support/memory-database.ts';

function openKeys(name?: string, spoil: (keys: KeyStore) => KeyStore = (keys) => keys) {
  const db = openSharedDatabase(name);
  const store = createStore(db, (tables) => ({ keys: spoil(createKeyStore(tables)) }));
  const exclusive = createLockExclusive(undefined);
  const deviceKeys = createDeviceKeys(store, (task) => exclusive.run('key', task));
  return { db, keys: createKeyStore(db), deviceKeys };
}

const refusing = (keys: KeyStore): KeyStore => ({
  ...keys,
  put: async () => {
    throw new DOMException('cannot be cloned', 'DataCloneError');
  },
});
const forgetting = (keys: KeyStore): KeyStore => ({ ...keys, get: async () => undefined });

describe('the device key', () => {
  it('is made once, cannot be exported, and is the same after a restart', async () => {
    const { db, keys, deviceKeys } = openKeys();
    expect(await deviceKeys.find()).toBeUndefined();
    const [first, second] = await Promise.all([deviceKeys.ensure(), deviceKeys.ensure()]);
    expect(first).toMatchObject({ ok: true, value: { kind: 'stored' } });
    expect(second).toEqual(first);
    const { privateKey } = (await keys.get())!;
    expect(privateKey.extractable).toBe(false);
    const reborn = await openKeys(db.name).deviceKeys.find();
    expect(first.ok && reborn?.signer.publicKey).toEqual(first.ok && first.value.signer.publicKey);
  });

  it.each([
    ['throws at storing it', refusing],
    ['gives it back as nothing', forgetting],
  ])('is soft, and still the same after a restart, where the browser %s', async (_, spoil) => {
    const { db, deviceKeys } = openKeys(undefined, spoil);
    const made = await deviceKeys.ensure();
    expect(made).toMatchObject({ ok: true, value: { kind: 'soft' } });
    const reborn = await openKeys(db.name, spoil).deviceKeys.find();
    expect(reborn).toMatchObject({ kind: 'soft' });
    expect(made.ok && reborn?.signer.publicKey).toEqual(made.ok && made.value.signer.publicKey);
  });
});
