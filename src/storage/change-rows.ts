import type { Collection, Table } from 'dexie';

/** Puts what `change` makes of each row in its place. Dexie's `modify` would hand it rows that cannot be read, as nothing. */
export async function changeRows<T, K>(
  table: Pick<Table<T, K>, 'bulkPut'>,
  rows: Pick<Collection<T, K>, 'toArray'>,
  change: (row: T) => T,
): Promise<void> {
  const found = await rows.toArray();
  if (found.length > 0) await table.bulkPut(found.map((row) => change(row)));
}
