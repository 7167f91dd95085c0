import type { Table } from 'dexie';
import type { Bytes } from '#base/bytes.ts';
import { changeRows } from './change-rows.ts';
import { RETENTION_MS } from './outbox-store.ts';

/** A record that another till of the merchant has sealed and could not send itself. */
export interface RelayRow {
  /** UUIDv7 of the record. */
  readonly id: string;
  /** Hex thumbprint of the till's key. */
  readonly device: string;
  readonly epoch: number;
  readonly sequence: number;
  readonly cose: Bytes;
  readonly tillName: string;
  /** 0 unsent, 1 decided. */
  readonly state: 0 | 1;
  readonly status?: 'accepted' | 'rejected' | 'conflict' | 'fork';
  readonly code?: string;
  /** Absent on rows of before it was noted. */
  readonly decidedAtMs?: number;
}

export const RELAY_READ = 10_000;

/** Each call joins the transaction around it. */
export interface RelayStore {
  /** Keeps those that are not known yet; returns how many these were. */
  readonly add: (rows: readonly RelayRow[]) => Promise<number>;
  /** Unsent records of one till and epoch, in the order of its journal, without those named: what one call may carry. */
  readonly batch: (limit: number, without?: ReadonlySet<string>) => Promise<readonly RelayRow[]>;
  readonly decide: (rows: readonly RelayRow[]) => Promise<void>;
  /** Every decided one that is still kept becomes unsent again. */
  readonly reopenDecided: () => Promise<void>;
  /** Decided ones go when the outbox would let them go; their ids. Brought once more, they are carried once more, without effect. */
  readonly prune: (nowMs: number) => Promise<readonly string[]>;
  readonly counts: () => Promise<{ readonly unsent: number; readonly decided: number }>;
}

export interface RelayTable {
  readonly relayed: Table<RelayRow, string>;
}

export function createRelayStore(db: RelayTable): RelayStore {
  const ofState = (state: 0 | 1) => db.relayed.where('state').equals(state);
  return {
    add: async (rows) => {
      const known = await db.relayed.bulkGet(rows.map(({ id }) => id));
      const fresh = rows.filter((_, index) => known[index] === undefined);
      await db.relayed.bulkAdd(fresh);
      return fresh.length;
    },
    batch: async (limit, without = new Set()) => {
      const isWanted = ({ id }: RelayRow) => !without.has(id);
      const first = await ofState(0).filter(isWanted).first();
      if (first === undefined) return [];
      const same = await db.relayed
        .where('[state+device+epoch]')
        .equals([0, first.device, first.epoch])
        .limit(RELAY_READ)
        .sortBy('sequence');
      return same.filter(isWanted).slice(0, limit);
    },
    decide: async (rows) => {
      await db.relayed.bulkPut(rows.map((row) => ({ ...row, state: 1 as const })));
    },
    reopenDecided: async () => {
      await changeRows(
        db.relayed,
        ofState(1),
        ({ status: _status, code: _code, decidedAtMs: _decidedAtMs, ...row }) => ({
          ...row,
          state: 0 as const,
        }),
      );
    },
    prune: async (nowMs) => {
      const old = await ofState(1)
        .filter((row) => decidedBy(row) < nowMs - RETENTION_MS)
        .limit(RELAY_READ)
        .primaryKeys();
      await db.relayed.bulkDelete(old);
      return old;
    },
    counts: async () => ({ unsent: await ofState(0).count(), decided: await ofState(1).count() }),
  };
}

/** Where it was not noted, when the record was made: it was decided later, but not by much more than a file is under way. */
function decidedBy({ decidedAtMs, id }: RelayRow): number {
  return decidedAtMs ?? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
