import type { CatalogueReply } from '#api/catalogue.ts';
import type { SharedDatabase } from './database.ts';

export interface CatalogueRow {
  readonly name: 'current';
  /** The reply as it came and was checked. */
  readonly reply: CatalogueReply;
  readonly fetchedAtMs: number;
}

export type CachedCatalogue = Omit<CatalogueRow, 'name'>;

export interface CatalogueStore {
  readonly get: () => Promise<CachedCatalogue | undefined>;
  readonly put: (catalogue: CachedCatalogue) => Promise<void>;
}

export function createCatalogueStore(db: SharedDatabase): CatalogueStore {
  return {
    get: () => db.catalogue.get('current'),
    put: async (catalogue) => {
      await db.catalogue.put({ name: 'current', ...catalogue });
    },
  };
}
