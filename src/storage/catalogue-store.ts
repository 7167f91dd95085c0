import type { Table } from 'dexie';
import type { CatalogueReply } from '#api/catalogue.ts';

export interface CatalogueRow {
  readonly name: 'current';
  /** The reply as it came and was checked. */
  readonly reply: CatalogueReply;
  /** When all of it came. */
  readonly fetchedAtMs: number;
  /** By which the server is asked whether there is anything newer; absent when it gave none. */
  readonly etag?: string;
}

export type CachedCatalogue = Omit<CatalogueRow, 'name'>;

export interface CatalogueStore {
  readonly get: () => Promise<CachedCatalogue | undefined>;
  readonly put: (catalogue: CachedCatalogue) => Promise<void>;
}

export interface CatalogueTable {
  readonly catalogue: Table<CatalogueRow, string>;
}

export function createCatalogueStore(db: CatalogueTable): CatalogueStore {
  return {
    get: () => db.catalogue.get('current'),
    put: async (catalogue) => {
      await db.catalogue.put({ name: 'current', ...catalogue });
    },
  };
}
