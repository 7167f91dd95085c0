// What only a real browser can prove: keys survive as keys, commits are strict, locks hold, the worker starts.
import { wrap } from 'comlink';
import { afterEach, describe, expect, it } from 'vitest';
import type { WalletApi } from '#bridge/wallet-api.ts';
import { type SharedDatabase, createDatabase } from '#storage/database.ts';
import type { SharedRepositories } from '#storage/shared-stores.ts';
import { createWalletDatabase } from '#storage/wallet-database.ts';
import { SHARED_STORES_1 } from '#storage/shared-version-1.ts';
import { createDeviceKeys } from '#worker/shared/device-key.ts';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import { createJournal } from '#worker/shared/journal.ts';
import { openSharedStores } from '../support/open-stores.ts';

const opened: SharedDatabase[] = [];
function openDatabase(name = `test-${crypto.randomUUID()}`): SharedDatabase {
  const db = createDatabase(name, [{ number: 1, stores: SHARED_STORES_1 }]);
  opened.push(db);
  return db;
}
afterEach(async () => {
  for (const db of opened.splice(0)) await db.delete({ disableAutoOpen: true });
});

function openDevice(name?: string) {
  const db = openDatabase(name);
  const stores = openSharedStores(db);
  const exclusive = createLockExclusive(navigator.locks);
  const keys = createDeviceKeys(stores.store, (task) => exclusive.run(`${db.name}-key`, task));
  const journal = createJournal({
    app: 'wallet',
    stores,
    exclusive,
    clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
    random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
  });
  return { db, stores, keys, journal };
}

describe('the device key in this browser', () => {
  it('is stored as a key that cannot be exported, and signs after the database was closed and opened', async () => {
    const { db, keys } = openDevice();
    const made = await keys.ensure();
    expect(made).toMatchObject({ ok: true, value: { kind: 'stored' } });
    db.close();
    const again = openDevice(db.name);
    const found = await again.keys.find();
    expect(made.ok && found?.signer.publicKey).toEqual(made.ok && made.value.signer.publicKey);
    expect(await found!.signer.sign(new Uint8Array([1]))).toHaveLength(64);
    const { privateKey } = (await again.stores.keys.get())!;
    await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toMatchObject({
      name: 'InvalidAccessError',
    });
  });
});

describe('transactions that take turns', () => {
  /** Awaits what asks the browser nothing between two requests, as a reader of many small tables does. */
  async function readMany({ meta, decisions, outbox }: SharedRepositories) {
    const nothing = async () => new Map(await decisions.get([]));
    const position = await meta.get('position');
    const decided = { ...(await nothing()), ...(await nothing()), ...(await decisions.get([])) };
    return { position, decided, unsent: await outbox.unsent(1), clock: await meta.get('clock') };
  }

  it('each stay one transaction, whatever they await of their repositories', async () => {
    let begun = 0;
    const original = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function transaction(...asked) {
      begun += 1;
      return original.apply(this, asked);
    };
    const { stores } = openDevice();
    await stores.store.write(({ meta }) => meta.put('position', { cursor: 1 }));
    begun = 0;
    const faults: string[] = [];
    for (let round = 0; round < 50; round++) {
      const reads = Array.from({ length: 4 }, () => stores.store.read(readMany));
      const told = await Promise.allSettled([...reads, stores.store.write(readMany)]);
      faults.push(...told.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : [])));
    }
    IDBDatabase.prototype.transaction = original;
    expect(faults).toEqual([]);
    expect(begun).toBe(250);
  });
});

describe('a commit in this browser', () => {
  it('is asked to be strict', async () => {
    const asked: (string | undefined)[] = [];
    const original = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function transaction(names, mode, options) {
      if (mode === 'readwrite') asked.push(options?.durability);
      return original.call(this, names, mode, options);
    };
    const { stores } = openDevice();
    await stores.store.write(() => stores.meta.put('position', { cursor: 1 }));
    IDBDatabase.prototype.transaction = original;
    expect(asked).toEqual(['strict']);
  });

  it('takes a record, its effects and its place in the chain together, from two connections at once', async () => {
    const first = openDevice();
    const second = openDevice(first.db.name);
    const key = await first.keys.ensure();
    if (!key.ok) throw new Error(key.error.kind);
    const draft = { kind: 'earn' as const, parts: [new Uint8Array([1])], occurredAtMs: 1 };
    const append = (device: typeof first) =>
      device.journal.append(
        key.value.signer,
        draft,
        async () => void (await device.stores.counters.next('c')),
      );
    await Promise.all([append(first), append(second), append(first), append(second)]);
    const records = await first.stores.outbox.unsent(10);
    expect(records.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(await first.stores.counters.last('c')).toBe(4);
  });

  it('leaves nothing behind when the work fails after a write', async () => {
    const { stores } = openDevice();
    const failing = stores.store.write(async () => {
      await stores.meta.put('position', { cursor: 1 });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await stores.meta.get('position')).toBeUndefined();
  });
});

describe('the wallet’s worker in this browser', () => {
  it('answers its window without any server', async () => {
    const worker = new Worker(new URL('../../src/worker/wallet/main.ts', import.meta.url), {
      type: 'module',
    });
    const api = wrap<WalletApi>(worker);
    expect(await api.home('fa')).toMatchObject({ device: { state: 'new' }, programmes: [] });
    expect(await api.syncNow()).toMatchObject({ mode: 'offline', unsent: 0 });
    expect(await api.join('copper-cup')).toEqual({ ok: false, error: { kind: 'programme_unknown' } });
    worker.terminate();
  });
});

describe('rows that are read by a cursor in this browser', () => {
  it('come one by one, and one that is not what it should be is passed over', async () => {
    const db = createWalletDatabase(`test-${crypto.randomUUID()}`);
    try {
      await db.readMarks.bulkPut([
        { id: 'a', readAtMs: 1 },
        { id: 'b', readAtMs: 'never' as never },
        { id: 'c', readAtMs: 3 },
      ]);
      const read: [string, number][] = [];
      await db.readMarks.each(({ id, readAtMs }, cursor) => {
        expect([cursor.key, cursor.primaryKey]).toEqual([id, id]);
        read.push([id, readAtMs]);
      });
      expect(read).toEqual([
        ['a', 1],
        ['c', 3],
      ]);
    } finally {
      await db.delete({ disableAutoOpen: true });
    }
  });
});
