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
  /** Of the reply as text, by which a reply that the disk has changed is known; absent where an older app has kept it. */
  readonly digest?: string;
}

/** Beside that row, which is the largest of all: most questions need no more. By this device's clock. */
interface TimesRow {
  readonly name: 'times';
  /** When all of it came. */
  readonly fetchedAtMs: number;
  /** When the server last said that it is the present one. */
  readonly heldAtMs: number;
}

export type CachedCatalogue = Omit<CatalogueRow, 'name'>;
export type CatalogueTimes = Omit<TimesRow, 'name'>;

export interface CatalogueStore {
  readonly get: () => Promise<CachedCatalogue | undefined>;
  /** Absent before the first one, and where an older version of the app has fetched it. */
  readonly times: () => Promise<CatalogueTimes | undefined>;
  readonly put: (catalogue: CachedCatalogue) => Promise<void>;
  /** The one that came then is still the present one; does nothing when another came since. */
  readonly hold: (times: CatalogueTimes) => Promise<void>;
}

export interface CatalogueTable {
  readonly catalogue: Table<CatalogueRow | TimesRow, string>;
}

export function createCatalogueStore(db: CatalogueTable): CatalogueStore {
  const times = async () => (await db.catalogue.get('times')) as TimesRow | undefined;
  return {
    get: async () => (await db.catalogue.get('current')) as CatalogueRow | undefined,
    times,
    put: async (catalogue) => {
      const { fetchedAtMs } = catalogue;
      await db.catalogue.put({ name: 'current', ...catalogue });
      await db.catalogue.put({ name: 'times', fetchedAtMs, heldAtMs: fetchedAtMs });
    },
    hold: async ({ fetchedAtMs, heldAtMs }) => {
      if ((await times())?.fetchedAtMs !== fetchedAtMs) return;
      await db.catalogue.put({ name: 'times', fetchedAtMs, heldAtMs });
    },
  };
}
