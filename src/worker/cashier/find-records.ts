import type { RecordDetails, RecordPage, RecordQuery } from '#bridge/cashier-undo.ts';
import type { TillReceipt, TillRecord } from '#bridge/till-record.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { CashierStores } from '#storage/cashier-stores.ts';
import type { DayClock } from './day-limit.ts';
import { linesLeft, receiptLines } from './receipt-lines.ts';
import { readBook, recordFrom, takenBackOf } from './record-book.ts';
import { recordTest } from './record-search.ts';
import { receiptView } from './record-view.ts';
import { rulingClocks } from './ruling.ts';
import type { FindTill, Till, TillRefusal } from './till.ts';
import { unfitFor } from './till-fitness.ts';

export interface RecordDeps {
  readonly stores: CashierStores;
  readonly findTill: FindTill;
  readonly clock: DayClock;
}

export type RecordRefusal = TillRefusal | { readonly kind: 'record_unknown' };

/** Rows looked through at a time, and for one page at most: a month of a busy till. */
const CHUNK = 400;
const MOST_CHUNKS = 60;
const DAY_MS = 86_400_000;

/** One page of records that match, newest first. `next` is there while older rows were not looked through. */
export async function findRecords(deps: RecordDeps, query: RecordQuery): Promise<RecordPage> {
  const till = await deps.findTill();
  if (!till.ok) return { records: [] };
  const { stores, clock } = deps;
  const passes = recordTest(query, clock.dayStartMs);
  const day = dayOf(query, clock);
  const records: TillRecord[] = [];
  let before = query.before;
  for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
    const found = await stores.store.read(async (repositories) => {
      const page = { limit: CHUNK, ...day, ...(before === undefined ? {} : { before }) };
      const rows = await repositories.receipts.page(page);
      const book = await readBook(repositories, rows);
      return rows.map((row) => recordFrom(book, row, till.value.merchant.currency));
    });
    for (const record of found) {
      before = record.sequence;
      if (passes(record)) records.push(record);
      if (records.length === query.limit) return { records, next: before };
    }
    if (found.length < CHUNK) return { records };
  }
  return { records, ...(before === undefined ? {} : { next: before }) };
}

function dayOf({ dayMs }: RecordQuery, clock: DayClock): { fromMs?: number; untilMs?: number } {
  if (dayMs === undefined) return {};
  const fromMs = clock.dayStartMs(dayMs);
  // The next midnight, also on a day of 23 or 25 hours.
  return { fromMs, untilMs: clock.dayStartMs(fromMs + DAY_MS + DAY_MS / 2) };
}

/** One record with its code, for a customer who could not scan it then. Refusals: `not_enrolled`, `record_unknown`. */
export async function receiptOf(
  { stores, findTill }: RecordDeps,
  recordId: string,
): Promise<Result<TillReceipt, RecordRefusal>> {
  const till = await findTill();
  if (!till.ok) return till;
  return stores.store.read(async (repositories) => {
    const row = await repositories.receipts.get(recordId);
    if (row === undefined) return err({ kind: 'record_unknown' });
    const book = await readBook(repositories, [row]);
    const decision = book.decisions.get(row.eventId);
    return ok(receiptView(row, till.value.merchant.currency, decision, takenBackOf(book, row)));
  });
}

/** One record, line by line, with what may still be done about it. Refusals: `not_enrolled`, `record_unknown`. */
export async function recordDetails(
  { stores, findTill, clock }: RecordDeps,
  recordId: string,
): Promise<Result<RecordDetails, RecordRefusal>> {
  const till = await findTill();
  if (!till.ok) return till;
  const { currency } = till.value.merchant;
  const money = (amountMinor: number) => ({ amountMinor, currency });
  return stores.store.read(async (repositories) => {
    const row = await repositories.receipts.get(recordId);
    if (row === undefined) return err({ kind: 'record_unknown' });
    const undos = await repositories.receipts.undosOf([row.id]);
    const book = await readBook(repositories, [row, ...undos]);
    const record = recordFrom(book, row, currency);
    const left = linesLeft(row, book.undos.get(row.id) ?? []);
    const mayUndo = canUndo(record, till.value, clock.nowMs());
    const clocks = await rulingClocks(repositories, row, book.decisions.get(row.eventId));
    return ok({
      record,
      ...(clocks === undefined ? {} : { clocks }),
      lines: receiptLines(row).map(({ category, amountMinor }, index) => ({
        category,
        amount: money(amountMinor),
        left: money(left[index] ?? 0),
      })),
      undos: undos.map((undo) => recordFrom(book, undo, currency)),
      canVoid: mayUndo && record.takenBack === undefined,
      canRefund: mayUndo && record.takenBack !== 'whole' && left.some((amountMinor) => amountMinor > 0),
    });
  });
}

/** What the server does not count has nothing to take back. */
function canUndo({ kind, state }: TillRecord, till: Till, nowMs: number): boolean {
  return kind !== 'undo' && state !== 'rejected' && unfitFor(till, ['void'], nowMs) === undefined;
}
