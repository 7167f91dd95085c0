import type { ShiftReport, ShiftSummary, ShiftView } from '#bridge/cashier-shift.ts';
import { assert } from '#base/assert.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { TillReceiptRow } from '#storage/cashier-receipt-store.ts';
import type { ShiftRow } from '#storage/cashier-shift-store.ts';
import type { CashierRepositories } from '#storage/cashier-stores.ts';
import type { StorageRefusal } from '#storage/store.ts';
import type { Exclusive } from '#worker/shared/surroundings.ts';
import type { RecordDeps } from './find-records.ts';
import { readBook } from './record-book.ts';
import { readChain } from './receipt-writer.ts';
import { SALE_LOCK } from './sale-lock.ts';
import { shiftTotals } from './shift-totals.ts';
import type { Till, TillRefusal } from './till.ts';

export interface ShiftDeps extends RecordDeps {
  readonly exclusive: Exclusive;
}

export type ShiftRefusal =
  | TillRefusal
  | StorageRefusal
  | { readonly kind: 'shift_open' | 'shift_not_open' | 'shift_unknown' };

/** Names and initials; longer ones are cut. */
const MOST_CHARACTERS = 40;

/** The open shift so far, or what nobody answers for yet. Refusal: `not_enrolled`. */
export async function currentShift(deps: ShiftDeps): Promise<Result<ShiftView, TillRefusal>> {
  const till = await deps.findTill();
  if (!till.ok) return till;
  const latest = await deps.stores.store.read(({ shifts }) => shifts.latest());
  const totals = await totalsOf(deps, till.value, nextSequence(latest), undefined);
  if (latest === undefined || latest.closedAtMs !== undefined) return ok(totals);
  const { number, cashier, openedAtMs } = latest;
  return ok({ ...totals, open: { number, openedAtMs, ...(cashier === undefined ? {} : { cashier }) } });
}

/** Refusals: `not_enrolled`, `shift_open`, those of the storage. */
export async function openShift(
  deps: ShiftDeps,
  cashier: string | undefined,
): Promise<Result<ShiftView, ShiftRefusal>> {
  const name = Array.from(cashier?.trim() ?? '')
    .slice(0, MOST_CHARACTERS)
    .join('');
  const opened = await changeShift(deps, (latest) => {
    if (latest !== undefined && latest.closedAtMs === undefined) return 'shift_open';
    return {
      number: (latest?.number ?? 0) + 1,
      ...(name === '' ? {} : { cashier: name }),
      openedAtMs: deps.clock.nowMs(),
      fromSequence: nextSequence(latest),
    };
  });
  return opened.ok ? currentShift(deps) : opened;
}

/** Refusals: `not_enrolled`, `shift_not_open`, those of the storage. */
export async function closeShift(deps: ShiftDeps): Promise<Result<ShiftReport, ShiftRefusal>> {
  const closed = await changeShift(deps, (latest, lastSequence) => {
    if (latest === undefined || latest.closedAtMs !== undefined) return 'shift_not_open';
    return {
      ...latest,
      closedAtMs: deps.clock.nowMs(),
      toSequence: Math.max(lastSequence, latest.fromSequence - 1),
    };
  });
  return closed.ok ? shiftReport(deps, closed.value.number) : closed;
}

/** Closed ones, newest first. */
export async function pastShifts(
  { stores }: ShiftDeps,
  limit: number,
  before?: number,
): Promise<readonly ShiftSummary[]> {
  const rows = await stores.store.read(({ shifts }) => shifts.page(limit, before));
  return rows.flatMap((row) => (isClosed(row) ? [summaryOf(row)] : []));
}

/** Refusals: `not_enrolled`, `shift_unknown`. */
export async function shiftReport(
  deps: ShiftDeps,
  number: number,
): Promise<Result<ShiftReport, ShiftRefusal>> {
  const till = await deps.findTill();
  if (!till.ok) return till;
  const row = await deps.stores.store.read(({ shifts }) => shifts.get(number));
  if (row === undefined || !isClosed(row)) return err({ kind: 'shift_unknown' });
  const { merchant, identity } = till.value;
  return ok({
    ...(await totalsOf(deps, till.value, row.fromSequence, row.toSequence)),
    ...summaryOf(row),
    merchantName: merchant.name,
    tillName: identity.tillName,
    tillNumber: identity.tillNumber,
    currency: merchant.currency,
  });
}

type ClosedShift = ShiftRow & { readonly closedAtMs: number };

function isClosed(row: ShiftRow): row is ClosedShift {
  return row.closedAtMs !== undefined;
}

function summaryOf({ number, cashier, openedAtMs, closedAtMs }: ClosedShift): ShiftSummary {
  return { number, openedAtMs, closedAtMs, ...(cashier === undefined ? {} : { cashier }) };
}

/** Nothing falls between two shifts: the next one begins where the last one ended. */
function nextSequence(latest: ShiftRow | undefined): number {
  if (latest === undefined) return 1;
  return latest.toSequence === undefined ? latest.fromSequence : latest.toSequence + 1;
}

/** One strict transaction, while no receipt is being written: a sale is in one shift or in the next. */
function changeShift(
  { stores, findTill, exclusive }: ShiftDeps,
  change: (latest: ShiftRow | undefined, lastSequence: number) => ShiftRow | 'shift_open' | 'shift_not_open',
): Promise<Result<ShiftRow, ShiftRefusal>> {
  return exclusive.run(SALE_LOCK, async () => {
    const found = await findTill();
    if (!found.ok) return found;
    const written = await stores.store.write(async (repositories) => {
      const { shifts } = repositories;
      const { sequence } = await readChain(repositories);
      const row = change(await shifts.latest(), sequence);
      if (typeof row !== 'string') await shifts.put(row);
      return row;
    });
    if (!written.ok) return written;
    return typeof written.value === 'string' ? err({ kind: written.value }) : ok(written.value);
  });
}

async function totalsOf(deps: ShiftDeps, till: Till, from: number, to = Number.MAX_SAFE_INTEGER) {
  assert(from <= to + 1, 'a shift does not end before it begins');
  return deps.stores.store.read(async (repositories) => {
    const rows = await receiptsBetween(repositories, from, to);
    return shiftTotals(till, rows, await readBook(repositories, rows));
  });
}

/** All of them, however many: who never opens a shift has one of months. */
async function receiptsBetween(
  { receipts }: Pick<CashierRepositories, 'receipts'>,
  from: number,
  to: number,
): Promise<readonly TillReceiptRow[]> {
  const rows: TillReceiptRow[] = [];
  let page = await receipts.between(from, to);
  while (page.length > 0) {
    rows.push(...page);
    page = await receipts.between(page.at(-1)!.sequence + 1, to);
  }
  return rows;
}
