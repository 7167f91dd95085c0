// What the server has told and nobody here could verify yet: it tells of a thing only once.
import type { Table } from 'dexie';
import type { SyncChange } from '#api/sync.ts';
import { RETENTION_MS } from './outbox-store.ts';

export interface UnreadRow {
  readonly order?: number;
  readonly change: SyncChange;
  /** By this device's clock. */
  readonly sinceMs: number;
}

/** Of so many at most; a phone away for months hears more than that at once only with a trust list that it fetched before. */
export const UNREAD_READ = 2_000;

/** Each call joins the transaction around it. */
export interface UnreadStore {
  readonly all: () => Promise<readonly UnreadRow[]>;
  readonly add: (changes: readonly SyncChange[], nowMs: number) => Promise<void>;
  readonly remove: (orders: readonly number[]) => Promise<void>;
  readonly prune: (nowMs: number) => Promise<void>;
}

export interface UnreadTable {
  readonly unread: Table<UnreadRow, number>;
}

export function createUnreadStore({ unread }: UnreadTable): UnreadStore {
  return {
    all: () => unread.limit(UNREAD_READ).toArray(),
    add: async (changes, nowMs) => {
      const room = changes.length === 0 ? 0 : UNREAD_READ - (await unread.count());
      const rows = changes.slice(0, Math.max(0, room)).map((change) => ({ change, sinceMs: nowMs }));
      if (rows.length > 0) await unread.bulkAdd(rows);
    },
    remove: async (orders) => {
      await unread.bulkDelete([...orders]);
    },
    prune: async (nowMs) => {
      await unread
        .where('sinceMs')
        .below(nowMs - RETENTION_MS)
        .delete();
    },
  };
}
