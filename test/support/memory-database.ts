// A database that lives and dies with one test: the real Dexie over fake-indexeddb.
// Dexie takes the global at load: a test imports 'fake-indexeddb/auto' before anything of #storage.
import { type SharedDatabase, createDatabase } from '#storage/database.ts';
import { SHARED_STORES_1 } from '#storage/shared-version-1.ts';

let databases = 0;

/** A name that no other test uses. */
export function freshDatabaseName(): string {
  databases += 1;
  return `test-${databases}`;
}

export function openSharedDatabase(name = freshDatabaseName()): SharedDatabase {
  return createDatabase(name, [{ number: 1, stores: SHARED_STORES_1 }]);
}
