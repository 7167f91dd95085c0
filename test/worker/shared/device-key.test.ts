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

  it.each([
    ['storage_full', 'QuotaExceededError'],
    ['storage_failed', 'DatabaseClosedError'],
  ])('is none, and no soft one either, while the disk answers %s', async (kind, name) => {
    const disk = { fails: true };
    const { keys, deviceKeys } = openKeys(undefined, (kept) => ({
      ...kept,
      put: async (pair) => {
        if (disk.fails) throw new DOMException('not now', name);
        await kept.put(pair);
      },
    }));
    expect(await deviceKeys.ensure()).toEqual({ ok: false, error: { kind } });
    expect([await keys.get(), await keys.getSoft()]).toEqual([undefined, undefined]);
    disk.fails = false;
    expect(await deviceKeys.ensure()).toMatchObject({ ok: true, value: { kind: 'stored' } });
  });

  it('is none where the disk is full by the time it is to be kept as data', async () => {
    const { keys, deviceKeys } = openKeys(undefined, (kept) => ({
      ...refusing(kept),
      putSoft: async () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    }));
    expect(await deviceKeys.ensure()).toEqual({ ok: false, error: { kind: 'storage_full' } });
    expect(await keys.getSoft()).toBeUndefined();
  });
});

it('what is left of a soft key that the disk has spoilt is no key, and stops nobody', async () => {
  const { db, keys, deviceKeys } = openKeys(undefined, forgetting);
  await deviceKeys.ensure();
  const soft = (await keys.getSoft())!;
  await keys.putSoft({ ...soft, privateKey: { ...soft.privateKey, d: 'AAAA' } });
  expect(await openKeys(db.name, forgetting).deviceKeys.find()).toBeUndefined();
});
