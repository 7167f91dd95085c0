// What the server has told of the member, kept as it came: a server restored from a backup hears it from those it once told.
import type { Table } from 'dexie';
import type { SyncChange } from '#api/sync.ts';
import { changeRows } from './change-rows.ts';
import { RETENTION_MS } from './outbox-store.ts';

export type HeardChange = Extract<SyncChange, { readonly kind: 'receipt' | 'payment' | 'record' }>;

export interface HeardRow {
  /** Of the receipt, of the payment or of what took it back (message ids, hex), of the record (UUID). */
  readonly id: string;
  /** With its signatures, so that it proves itself to anybody. */
  readonly change: HeardChange;
  /** When it happened, by what was signed. */
  readonly atMs: number;
  /** 1: the server has been put back since, and has not told it again. */
  readonly forgotten?: 1;
}

export const HEARD_READ = 10_000;

/** Each call joins the transaction around it. */
export interface HeardStore {
  /** Told, perhaps again. What is older than devices keep for a restored server is not kept. */
  readonly putAll: (rows: readonly HeardRow[], nowMs: number) => Promise<void>;
  /** The server was put back: from now on all of it counts as forgotten until it is told again. */
  readonly forgetAll: () => Promise<void>;
  /** Oldest first. */
  readonly forgotten: () => Promise<readonly HeardRow[]>;
  /** They have been told to the server. */
  readonly told: (ids: readonly string[]) => Promise<void>;
  readonly prune: (nowMs: number) => Promise<void>;
}

export interface HeardTable {
  readonly heard: Table<HeardRow, string>;
}

export function createHeardStore({ heard }: HeardTable): HeardStore {
  return {
    putAll: async (rows, nowMs) => {
      await heard.bulkPut(rows.filter(({ atMs }) => atMs >= nowMs - RETENTION_MS));
    },
    forgetAll: async () => {
      await changeRows(heard, heard.limit(HEARD_READ), (row) => ({ ...row, forgotten: 1 as const }));
    },
    forgotten: () => heard.where('forgotten').equals(1).limit(HEARD_READ).sortBy('atMs'),
    told: async (ids) => {
      const told = heard.where('id').anyOf([...ids]);
      await changeRows(heard, told, ({ forgotten: _forgotten, ...row }) => row);
    },
    prune: async (nowMs) => {
      await heard
        .where('atMs')
        .below(nowMs - RETENTION_MS)
        .delete();
    },
  };
}
