// Browsers on Chromium keep all IndexedDB of an origin in one LevelDB, and go on writing at the end of the log that they find
// (google/leveldb#1287). When the power failed in mid-write, that end is half a record: the next start still reads all
// before it, but what is then written behind it makes the log unreadable, and the start after that deletes everything,
// keys and unsent records too. A log that is full is replaced by tables, so it is filled before it can do harm.

/** Part of no backup and of no view: it is empty but for a moment. */
const SCRATCH_DATABASE = 'tessera-scratch';
const STORE = 'filling';
/** Larger values would not go through the log: the browser keeps those in files of their own. */
const VALUE_BYTES = 60_000;
/** The log is replaced when it holds 4 MB at most. */
const VALUES = 76;
/** Small transactions, so that nobody else waits for long. */
const AT_ONCE = 4;

/** Makes the browser begin a new log. Costs 4.5 MB of unhurried writes; where it cannot be done nothing is lost by it. */
export async function renewBrowserLog(databases: IDBFactory): Promise<void> {
  try {
    const db = await opened(databases);
    try {
      const value = new Uint8Array(VALUE_BYTES);
      for (let done = 0; done < VALUES; done += AT_ONCE)
        await write(db, (store) => {
          for (let key = 0; key < AT_ONCE; key++) store.put(value, key);
        });
      await write(db, (store) => store.clear());
    } finally {
      db.close();
    }
  } catch {
    // A full disk, say: the log stays as it is, and the next start tries again.
  }
}

function opened(databases: IDBFactory): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const request = databases.open(SCRATCH_DATABASE, 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
    request.addEventListener('success', () => done(request.result));
    request.addEventListener('error', () => fail(request.error ?? new Error('not opened')));
  });
}

/** Relaxed: nothing here need survive anything. */
function write(db: IDBDatabase, change: (store: IDBObjectStore) => void): Promise<void> {
  return new Promise((done, fail) => {
    const transaction = db.transaction(STORE, 'readwrite', { durability: 'relaxed' });
    transaction.addEventListener('complete', () => done());
    transaction.addEventListener('abort', () => fail(transaction.error ?? new Error('not written')));
    change(transaction.objectStore(STORE));
  });
}
