import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { createDatabase } from '#storage/database.ts';
import { SHARED_STORES_1 } from '#storage/shared-version-1.ts';
import { settle } from '../support/hand-timers.ts';
import { freshDatabaseName, openSharedDatabase } from '../support/memory-database.ts';
import { openSharedStores } from '../support/open-stores.ts';

function openStores() {
  const db = openSharedDatabase();
  return { db, ...openSharedStores(db) };
}

describe('a write', () => {
  it('keeps everything or nothing', async () => {
    const { store, meta, counters } = openStores();
    const failing = store.write(async () => {
      await meta.put('position', { cursor: 7 });
      await counters.next('c');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await meta.get('position')).toBeUndefined();
    expect(await counters.last('c')).toBe(0);
  });

  it('is a refusal when the disk is full, also when the browser hides that in another error', async () => {
    const { store } = openStores();
    const bare = await store.write(async () => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const hidden = await store.write(async () => {
      throw Object.assign(new Error('aborted'), {
        name: 'AbortError',
        inner: new DOMException('full', 'QuotaExceededError'),
      });
    });
    expect([bare, hidden]).toEqual([
      { ok: false, error: { kind: 'storage_full' } },
      { ok: false, error: { kind: 'storage_full' } },
    ]);
  });

  it('asks the browser for strict durability', async () => {
    const asked: unknown[] = [];
    const original = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function transaction(names, mode, options) {
      asked.push([mode, options?.durability]);
      return original.call(this, names, mode, options);
    };
    const { store, meta } = openStores();
    await store.write(() => meta.put('position', { cursor: 1 }));
    IDBDatabase.prototype.transaction = original;
    expect(asked).toContainEqual(['readwrite', 'strict']);
    expect(asked).not.toContainEqual(['readwrite', undefined]);
  });
});

describe('a connection that the browser has closed', () => {
  it('is opened again, once, without anybody noticing', async () => {
    const { db, store, meta } = openStores();
    await store.write(() => meta.put('position', { cursor: 1 }));
    db.backendDB()?.close();
    expect(await store.write(() => meta.put('position', { cursor: 2 }))).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await store.read(() => meta.get('position'))).toEqual({ cursor: 2 });
  });

  it('is opened again for all who ask at once', async () => {
    const { db, store } = openStores();
    await store.write(({ meta }) => meta.put('position', { cursor: 1 }));
    db.backendDB()?.close();
    const asked = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        index % 2 === 0
          ? store.write(({ counters }) => counters.next('c'))
          : store.read(({ meta }) => meta.get('position')),
      ),
    );
    expect(asked.filter((_, index) => index % 2 === 0)).toEqual(
      [1, 2, 3, 4].map((value) => ({ ok: true, value })),
    );
    expect(asked.filter((_, index) => index % 2 === 1)).toEqual(
      Array.from({ length: 4 }, () => ({ cursor: 1 })),
    );
  });

  it('lets a tab with a newer schema through at once, and goes on with the tables it knows', async () => {
    const { db, store, meta } = openStores();
    await store.write(() => meta.put('position', { cursor: 1 }));
    let superseded = 0;
    const old = createDatabase(db.name, [{ number: 1, stores: SHARED_STORES_1 }], {
      onSuperseded: () => (superseded += 1),
    });
    await old.open();
    const newer = createDatabase(db.name, [
      { number: 1, stores: SHARED_STORES_1 },
      { number: 2, stores: { ...SHARED_STORES_1, extra: 'id' } },
    ]);
    await newer.open();
    expect(superseded).toBe(1);
    expect(await store.write(() => meta.put('position', { cursor: 3 }))).toMatchObject({ ok: true });
    expect(await openSharedStores(newer).meta.get('position')).toEqual({ cursor: 3 });
  });
});

describe('a database that an older tab does not let go of', () => {
  it('tells that it is held up, and that it is open once the other is gone', async () => {
    const told: string[] = [];
    const events = { onBlocked: () => told.push('blocked'), onOpened: () => told.push('open') };
    const { name } = openSharedDatabase();
    const asleep = await new Promise<IDBDatabase>((done) => {
      const asked = indexedDB.open(name, 1);
      asked.onsuccess = () => done(asked.result);
    });
    const db = createDatabase(name, [{ number: 1, stores: SHARED_STORES_1 }], events);
    const reading = openSharedStores(db).meta.get('position');
    await settle();
    expect(told).toEqual(['blocked']);
    asleep.close();
    expect(await reading).toBeUndefined();
    expect(told).toEqual(['blocked', 'open']);
  });

  it('is not superseded by who deletes it', async () => {
    let superseded = 0;
    const db = createDatabase(freshDatabaseName(), [{ number: 1, stores: SHARED_STORES_1 }], {
      onSuperseded: () => (superseded += 1),
    });
    await db.open();
    await new Promise((done) => (indexedDB.deleteDatabase(db.name).onsuccess = done));
    expect(superseded).toBe(0);
  });
});

describe('counters', () => {
  it('never give a number twice, whoever asks', async () => {
    const { db, store, counters } = openStores();
    const other = openSharedStores(openSharedDatabase(db.name));
    const given = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0
          ? store.write(() => counters.next('c'))
          : other.store.write(() => other.counters.next('c')),
      ),
    );
    const numbers = given.map((each) => (each.ok ? each.value : 0));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });
});
