import type { TillRecord } from '#bridge/till-record.ts';
import type { Currency } from '#bridge/common-views.ts';
import type { TillReceiptRow } from '#storage/cashier-receipt-store.ts';
import type { CashierRepositories } from '#storage/cashier-stores.ts';
import type { DecisionRow } from '#storage/decision-store.ts';
import { recordView } from './record-view.ts';

/** Some receipts of this till with all that is known about them. */
export interface RecordBook {
  readonly decisions: ReadonlyMap<string, DecisionRow>;
  /** What was taken back of each receipt, by its id; those that the server has refused are not among them. */
  readonly undos: ReadonlyMap<string, readonly TillReceiptRow[]>;
}

export async function readBook(
  { receipts, decisions }: Pick<CashierRepositories, 'receipts' | 'decisions'>,
  rows: readonly TillReceiptRow[],
): Promise<RecordBook> {
  const undos = await receipts.undosOf(rows.map(({ id }) => id));
  const known = await decisions.get([...rows, ...undos].map(({ eventId }) => eventId));
  const granted = undos.filter(({ eventId }) => known.get(eventId)?.status !== 'rejected');
  return { decisions: known, undos: groupedBy(granted, ({ undoes }) => undoes ?? '') };
}

export function recordFrom(book: RecordBook, row: TillReceiptRow, currency: Currency): TillRecord {
  return recordView(row, currency, book.decisions.get(row.eventId), takenBackOf(book, row));
}

export function takenBackOf({ undos }: RecordBook, { id }: TillReceiptRow): TillRecord['takenBack'] {
  const back = undos.get(id);
  if (back === undefined) return undefined;
  return back.some(({ undoneLines }) => undoneLines === undefined) ? 'whole' : 'part';
}

/** In the order in which each key first occurs. */
export function groupedBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
