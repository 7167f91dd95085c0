import type { EntityTable, Table } from 'dexie';

/** What the server said a balance is after its last fold. */
export interface ServerBalanceRow {
  readonly programmeId: string;
  readonly unitId: string;
  /** Scaled by 10^scale of the unit. */
  readonly qty: number;
  /** Server time of the answer that told it. */
  readonly toldAtMs: number;
}

/** The wallet's own fold and the server's disagreed although nothing was pending: a bug worth reporting. */
export interface DivergenceRow extends ServerBalanceRow {
  readonly order: number;
  readonly ownQty: number;
  readonly seenAtMs: number;
}

export const BALANCES_READ = 2_000;
export const DIVERGENCES_KEPT = 200;

export interface BalanceStore {
  readonly putServer: (row: ServerBalanceRow) => Promise<void>;
  readonly server: () => Promise<readonly ServerBalanceRow[]>;
  readonly addDivergence: (row: Omit<DivergenceRow, 'order'>) => Promise<void>;
  /** Newest first. */
  readonly divergences: () => Promise<readonly DivergenceRow[]>;
}

export interface BalanceTables {
  readonly serverBalances: Table<ServerBalanceRow, [string, string]>;
  readonly divergences: EntityTable<DivergenceRow, 'order'>;
}

export function createBalanceStore(db: BalanceTables): BalanceStore {
  return {
    putServer: async (row) => {
      await db.serverBalances.put(row);
    },
    server: () => db.serverBalances.limit(BALANCES_READ).toArray(),
    addDivergence: async (row) => {
      const order = await db.divergences.add(row);
      await db.divergences
        .where('order')
        .belowOrEqual(order - DIVERGENCES_KEPT)
        .delete();
    },
    divergences: () => db.divergences.orderBy('order').reverse().limit(DIVERGENCES_KEPT).toArray(),
  };
}
