import type { Table } from 'dexie';

export interface CounterRow {
  readonly name: string;
  readonly value: number;
}

/** Counters that never give the same number twice. Rule: src/protocol/README.md, "Freshness and replay". */
export interface CounterStore {
  /** The next number, from 1. It counts as given only once the transaction around it is committed. */
  readonly next: (name: string) => Promise<number>;
  /** The number given last; 0 before the first. */
  readonly last: (name: string) => Promise<number>;
}

export interface CounterTable {
  readonly counters: Table<CounterRow, string>;
}

export function createCounterStore(db: CounterTable): CounterStore {
  const last = async (name: string) => (await db.counters.get(name))?.value ?? 0;
  return {
    last,
    next: async (name) => {
      const value = (await last(name)) + 1;
      await db.counters.put({ name, value });
      return value;
    },
  };
}
