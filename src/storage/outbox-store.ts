import type { JournalKind } from '#protocol/journal-message.ts';
import Dexie, { type EntityTable } from 'dexie';
import type { Bytes } from '#base/bytes.ts';
import { changeRows } from './change-rows.ts';

/** What a record says before it is sealed; kept so that a forked one can be sealed again under the same id. */
export interface RecordDraft {
  /** UUIDv7: the record's name for ever. */
  readonly id: string;
  readonly kind: JournalKind;
  readonly parts: readonly Bytes[];
  readonly occurredAtMs: number;
}

export interface SealedRecord extends RecordDraft {
  readonly epoch: number;
  readonly sequence: number;
  /** The signed bytes: what is sent, unchanged, until the server has decided. */
  readonly cose: Bytes;
}

export interface OutboxRow extends SealedRecord {
  readonly order: number;
  /** 0 unsent, 1 decided. */
  readonly state: 0 | 1;
  /** Present when decided. */
  readonly decidedAtMs?: number;
}

export interface OutboxStats {
  readonly unsent: number;
  /** When the oldest unsent record happened, by this device's clock. */
  readonly oldestUnsentMs?: number;
}

/** A server restored from yesterday's backup gets what it once acknowledged again: src/api/README.md, "A round of sync". */
export const RETENTION_MS = 35 * 24 * 3_600_000;
/** Above the 6,000 records of a till's month without a line. */
export const OUTBOX_READ = 10_000;

/** Each call joins the transaction around it; the names of the tables stay in here. */
export interface OutboxStore {
  readonly append: (record: SealedRecord) => Promise<void>;
  /** The oldest first, but for those named. */
  readonly unsent: (limit: number, without?: ReadonlySet<string>) => Promise<readonly SealedRecord[]>;
  readonly stats: () => Promise<OutboxStats>;
  readonly byIds: (ids: readonly string[]) => Promise<readonly OutboxRow[]>;
  /** What is still kept, in the order in which it was sealed. */
  readonly all: () => Promise<readonly OutboxRow[]>;
  readonly markDecided: (ids: readonly string[], decidedAtMs: number) => Promise<void>;
  /** Puts a newly sealed record in the place of the one with its id. */
  readonly reseal: (record: SealedRecord) => Promise<void>;
  /** Every decided record that is still kept becomes unsent again, except those named. */
  readonly reopenDecided: (except: ReadonlySet<string>) => Promise<void>;
  /** For records that leave by another way. */
  readonly remove: (ids: readonly string[]) => Promise<void>;
  readonly prune: (nowMs: number) => Promise<void>;
}

export interface OutboxTable {
  readonly outbox: EntityTable<OutboxRow, 'order'>;
}

export function createOutboxStore(db: OutboxTable): OutboxStore {
  const unsentRows = () => db.outbox.where('[state+order]').between([0, Dexie.minKey], [0, Dexie.maxKey]);
  const decidedRows = (untilMs: number) =>
    db.outbox.where('[state+decidedAtMs]').between([1, Dexie.minKey], [1, untilMs]);

  return {
    append: async (record) => {
      await db.outbox.add({ ...record, state: 0 });
    },
    unsent: async (limit, without = new Set()) => {
      const rows = await unsentRows()
        .limit(Math.min(limit + without.size, OUTBOX_READ))
        .toArray();
      return rows.filter(({ id }) => !without.has(id)).slice(0, limit);
    },
    stats: async () => {
      const [unsent, oldest] = await Promise.all([unsentRows().count(), unsentRows().first()]);
      return { unsent, ...(oldest === undefined ? {} : { oldestUnsentMs: oldest.occurredAtMs }) };
    },
    byIds: (ids) => db.outbox.where('id').anyOf(ids.slice(0, OUTBOX_READ)).sortBy('order'),
    all: () => db.outbox.orderBy('order').limit(OUTBOX_READ).toArray(),
    markDecided: async (ids, decidedAtMs) => {
      const decided = db.outbox.where('id').anyOf([...ids]);
      await changeRows(db.outbox, decided, (row) => ({ ...row, state: 1 as const, decidedAtMs }));
    },
    reseal: async ({ id, epoch, sequence, cose }) => {
      const record = db.outbox.where('id').equals(id);
      await changeRows(db.outbox, record, (row) => ({ ...row, epoch, sequence, cose }));
    },
    reopenDecided: async (except) => {
      const decided = db.outbox
        .where('state')
        .equals(1)
        .filter((row) => !except.has(row.id));
      await changeRows(db.outbox, decided, ({ decidedAtMs: _decidedAtMs, ...row }) => ({
        ...row,
        state: 0 as const,
      }));
    },
    remove: async (ids) => {
      await db.outbox
        .where('id')
        .anyOf([...ids])
        .delete();
    },
    prune: async (nowMs) => {
      await decidedRows(nowMs - RETENTION_MS).delete();
    },
  };
}
