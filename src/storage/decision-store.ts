import type { Table } from 'dexie';
import type { RecordResult } from '#api/sync.ts';
import { RETENTION_MS } from './outbox-store.ts';

/** The server's word on a record of this device; it never changes once given. */
export interface DecisionRow {
  /** Event id of the record. */
  readonly id: string;
  readonly status: 'accepted' | 'rejected' | 'conflict';
  readonly code?: string;
  readonly decidedAtMs: number;
}

const DECISIONS_READ = 2_000;

export interface DecisionStore {
  readonly put: (results: readonly RecordResult[], decidedAtMs: number) => Promise<void>;
  /** However many: some thousands at a time. */
  readonly get: (ids: readonly string[]) => Promise<ReadonlyMap<string, DecisionRow>>;
  /** Newest first. */
  readonly latest: (limit: number) => Promise<readonly DecisionRow[]>;
  readonly remove: (ids: readonly string[]) => Promise<void>;
  /** Accepted ones of records that have left the outbox, but for those `needed`; some thousands at a time. */
  readonly prune: (nowMs: number, needed: ReadonlySet<string>) => Promise<void>;
}

export interface DecisionTable {
  readonly decisions: Table<DecisionRow, string>;
}

export function createDecisionStore(db: DecisionTable): DecisionStore {
  return {
    put: async (results, decidedAtMs) => {
      await db.decisions.bulkPut(results.flatMap((result) => rowFrom(result, decidedAtMs) ?? []));
    },
    get: async (ids) => {
      const known = new Map<string, DecisionRow>();
      for (let from = 0; from < ids.length; from += DECISIONS_READ) {
        const rows = await db.decisions.bulkGet(ids.slice(from, from + DECISIONS_READ));
        for (const row of rows) if (row !== undefined) known.set(row.id, row);
      }
      return known;
    },
    latest: (limit) =>
      db.decisions.orderBy('decidedAtMs').reverse().limit(Math.min(limit, DECISIONS_READ)).toArray(),
    remove: async (ids) => {
      await db.decisions.bulkDelete([...ids]);
    },
    prune: async (nowMs, needed) => {
      await db.decisions
        .where('decidedAtMs')
        .below(nowMs - RETENTION_MS)
        .filter(({ id, status }) => status === 'accepted' && !needed.has(id))
        .limit(DECISIONS_READ)
        .delete();
    },
  };
}

function rowFrom({ id, status, code }: RecordResult, decidedAtMs: number): DecisionRow | undefined {
  if (status === 'retry' || status === 'fork') return undefined;
  return { id, status, decidedAtMs, ...(code === undefined ? {} : { code }) };
}
