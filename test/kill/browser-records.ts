// What the profile holds, read past all of the apps' own code.
import type { Page } from '@playwright/test';

export interface StoredRecords {
  /** Message ids of the till's receipts, each with its record in the outbox. */
  readonly receipts: readonly {
    readonly id: string;
    readonly eventId: string;
    readonly totalMinor: number;
  }[];
  /** In the order of sealing. */
  readonly outbox: readonly StoredRecord[];
}

export interface StoredRecord {
  readonly id: string;
  readonly epoch: number;
  readonly sequence: number;
}

export function readTill(page: Page): Promise<StoredRecords> {
  return readStores(page, 'tessera-cashier', ['receipts', 'outbox']);
}

export interface KeptRecords {
  readonly receipts: readonly { readonly id: string }[];
  readonly outbox: readonly StoredRecord[];
}

/** The receipts that the wallet keeps, and its own journal. */
export function readWallet(page: Page): Promise<KeptRecords> {
  return readStores(page, 'tessera-wallet', ['receipts', 'outbox']);
}

/** The plain fields of every row. */
function readStores<T>(page: Page, name: string, stores: readonly (keyof T & string)[]): Promise<T> {
  return page.evaluate(
    async ([database, wanted]) => {
      const result = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((done, fail) => {
          request.addEventListener('success', () => done(request.result));
          request.addEventListener('error', () => fail(request.error ?? new Error('unread')));
        });
      const db = await result(indexedDB.open(database));
      const found: Record<string, Record<string, unknown>[]> = {};
      for (const store of wanted) {
        const rows: object[] = await result(db.transaction(store).objectStore(store).getAll());
        found[store] = rows.map((row) =>
          Object.fromEntries(Object.entries(row).filter(([, value]) => typeof value !== 'object')),
        );
      }
      db.close();
      return found as T;
    },
    [name, stores] as const,
  );
}
