import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import type { SharedRepositories } from '#storage/shared-stores.ts';
import { freshDatabaseName, openSharedDatabase } from '../support/memory-database.ts';
import { openSharedStores, type OpenSharedStores } from '../support/open-stores.ts';

let name: string;
let stores: OpenSharedStores;
let reads: number;
beforeEach(() => {
  name = freshDatabaseName();
  stores = openSharedStores(openSharedDatabase(name));
  reads = 0;
});

async function readProbe({ meta }: SharedRepositories): Promise<number | undefined> {
  reads += 1;
  return meta.get('probe');
}

function recall(nowMs: number): Promise<number | undefined> {
  return stores.store.recall(readProbe, nowMs);
}

function write(value: number) {
  return stores.store.write(({ meta }) => meta.put('probe', value));
}

it('reads once for who asks at the same time and within a second', async () => {
  await write(1);
  expect(await Promise.all([recall(0), recall(0), recall(999)])).toEqual([1, 1, 1]);
  expect(reads).toBe(1);
});

it('sees what another tab has written a second later, and after a clock that went back', async () => {
  await write(1);
  expect(await recall(5_000)).toBe(1);
  const otherTab = openSharedStores(openSharedDatabase(name));
  await otherTab.store.write(({ meta }) => meta.put('probe', 2));
  expect(await recall(5_999)).toBe(1);
  expect(await recall(6_000)).toBe(2);
  await otherTab.store.write(({ meta }) => meta.put('probe', 3));
  expect(await recall(5_000)).toBe(3);
});

it('sees at once what this worker has written or removed, however it ended', async () => {
  await write(1);
  expect(await recall(0)).toBe(1);
  await write(2);
  expect(await recall(0)).toBe(2);
  await stores.store.write(({ meta }) => meta.remove('probe'));
  expect(await recall(0)).toBeUndefined();
  const failing = stores.store.write(async ({ meta }) => {
    await meta.put('probe', 4);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await recall(0)).toBeUndefined();
  expect(reads).toBe(4);
});

it('sees what was written while it was being read', async () => {
  await write(1);
  const writing = write(2);
  await recall(0);
  await writing;
  expect(await recall(0)).toBe(2);
});

it('stays when this worker writes another table, or only reads this one', async () => {
  await write(1);
  await recall(0);
  await stores.store.write(({ counters }) => counters.next('something'));
  await stores.store.read(({ meta }) => meta.get('journal'));
  expect(await recall(0)).toBe(1);
  expect(reads).toBe(1);
});

it('tries again after a reading that failed', async () => {
  let fails = true;
  const read = async ({ meta }: SharedRepositories) => {
    if (fails) throw new Error('no');
    return meta.get('probe');
  };
  await expect(stores.store.recall(read, 0)).rejects.toThrow('no');
  fails = false;
  await write(7);
  expect(await stores.store.recall(read, 0)).toBe(7);
});
