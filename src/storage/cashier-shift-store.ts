import type { EntityTable } from 'dexie';

/** A stretch of this till's receipts that somebody answers for. Receipts between two shifts belong to the later one. */
export interface ShiftRow {
  /** 1 for the first. */
  readonly number: number;
  /** Name or initials, as typed. */
  readonly cashier?: string;
  readonly openedAtMs: number;
  /** Number of its first receipt, whether that one was made yet or not. */
  readonly fromSequence: number;
  /** Together with `toSequence`; absent while it is open. */
  readonly closedAtMs?: number;
  /** Number of its last receipt; `fromSequence - 1` when there was none. */
  readonly toSequence?: number;
}

export const SHIFTS_READ = 200;

/** Each call joins the transaction around it. */
export interface ShiftStore {
  readonly latest: () => Promise<ShiftRow | undefined>;
  readonly get: (number: number) => Promise<ShiftRow | undefined>;
  readonly put: (row: ShiftRow) => Promise<void>;
  /** Newest first, those before `before`. */
  readonly page: (limit: number, before?: number) => Promise<readonly ShiftRow[]>;
}

export interface ShiftTable {
  readonly shifts: EntityTable<ShiftRow, 'number'>;
}

export function createShiftStore(db: ShiftTable): ShiftStore {
  return {
    latest: () => db.shifts.orderBy('number').last(),
    get: (number) => db.shifts.get(number),
    put: async (row) => {
      await db.shifts.put(row);
    },
    page: (limit, before = Number.MAX_SAFE_INTEGER) =>
      db.shifts.where('number').below(before).reverse().limit(Math.min(limit, SHIFTS_READ)).toArray(),
  };
}
