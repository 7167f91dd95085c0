import { IDBFactory } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { renewBrowserLog } from '#storage/browser-log.ts';

/** How many values were written, by what the browser would have to take into its log. */
function weighing(databases: IDBFactory): { readonly bytes: () => number } {
  let bytes = 0;
  const open = databases.open.bind(databases);
  databases.open = (name, version) => {
    const request = open(name, version);
    request.addEventListener('success', () => {
      const db = request.result;
      const begin = db.transaction.bind(db);
      db.transaction = (stores, mode, options) => {
        const transaction = begin(stores, mode, options);
        const objectStore = transaction.objectStore.bind(transaction);
        transaction.objectStore = (store) => {
          const opened = objectStore(store);
          const put = opened.put.bind(opened);
          opened.put = (value, key) => {
            bytes += (value as Uint8Array).byteLength;
            return put(value, key);
          };
          return opened;
        };
        return transaction;
      };
    });
    return request;
  };
  return { bytes: () => bytes };
}

test('a log of 4 MB is filled, and nothing is left of it', async () => {
  const databases = new IDBFactory();
  const scale = weighing(databases);
  await renewBrowserLog(databases);
  expect(scale.bytes()).toBeGreaterThan(4 * 1024 * 1024);
  const [{ name } = {}, ...others] = await databases.databases();
  expect(others).toEqual([]);
  const db = await new Promise<IDBDatabase>((done) => {
    const request = databases.open(name!);
    request.addEventListener('success', () => done(request.result));
  });
  const counts = [...db.objectStoreNames].map(
    (store) =>
      new Promise((done) => {
        const request = db.transaction(store).objectStore(store).count();
        request.addEventListener('success', () => done(request.result));
      }),
  );
  expect(await Promise.all(counts)).toEqual([0]);
});

test('a disk that takes nothing stops nobody', async () => {
  const databases = new IDBFactory();
  databases.open = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  await expect(renewBrowserLog(databases)).resolves.toBeUndefined();
});
