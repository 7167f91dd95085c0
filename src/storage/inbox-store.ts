import type { Table } from 'dexie';
import { RECEIPTS_READ } from './receipt-store.ts';

/** Something that was done in the member's name, by whichever device; the server tells all of them. */
export interface NoticeRow {
  /** UUIDv7, hence in the order of time. */
  readonly id: string;
  readonly notice:
    | 'recovered'
    | 'recovery_code_set'
    | 'recovery_passkey_set'
    | 'recovery_passkey_removed'
    | 'device_linked'
    | 'device_revoked'
    | 'device_revoked_by_operator'
    | 'erased';
  /** By the server's clock. */
  readonly atMs: number;
  /** Hex thumbprint of the device that did it; absent when it was the operator. */
  readonly device?: string;
  /** Devices that it shut out. */
  readonly revoked: number;
  /** The device that it is about, by the name its owner gave it and in hex. */
  readonly about?: { readonly name: string; readonly device: string };
}

/** A card that its owner has seen. */
export interface ReadMarkRow {
  readonly id: string;
  readonly readAtMs: number;
}

export const NOTICES_READ = 500;

export interface InboxStore {
  readonly putNotice: (row: NoticeRow) => Promise<void>;
  /** Newest first. */
  readonly notices: () => Promise<readonly NoticeRow[]>;
  readonly markRead: (ids: readonly string[], readAtMs: number) => Promise<void>;
  readonly readIds: () => Promise<ReadonlySet<string>>;
}

export interface InboxTables {
  readonly notices: Table<NoticeRow, string>;
  readonly readMarks: Table<ReadMarkRow, string>;
}

export function createInboxStore(db: InboxTables): InboxStore {
  return {
    putNotice: async (row) => {
      await db.notices.put(row);
    },
    notices: () => db.notices.orderBy('id').reverse().limit(NOTICES_READ).toArray(),
    markRead: async (ids, readAtMs) => {
      await db.readMarks.bulkPut(ids.map((id) => ({ id, readAtMs })));
    },
    readIds: async () => new Set(await db.readMarks.limit(RECEIPTS_READ).primaryKeys()),
  };
}
