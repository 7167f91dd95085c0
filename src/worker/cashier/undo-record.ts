import { assert } from '#base/assert.ts';
import { bytesFromHex } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import { shareMinor } from '#base/share.ts';
import type { TillReceipt } from '#bridge/till-record.ts';
import type { UndoWish } from '#bridge/cashier-undo.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import { makeVoidReceipt } from '#protocol/pay-receipt.ts';
import { giveBackValue } from '#protocol/risk.ts';
import type { ReplayStore } from '#protocol/verdict.ts';
import type { TillReceiptRow } from '#storage/cashier-receipt-store.ts';
import type { SaleDeps } from './deps.ts';
import { isUndo, linesLeft } from './receipt-lines.ts';
import type { ReceiptPlan } from './receipt-writer.ts';
import { readBook } from './record-book.ts';
import { receiptView } from './record-view.ts';
import type { Till } from './till.ts';
import { unfitFor } from './till-fitness.ts';
import { planVoidPayment } from './void-payment.ts';

/**
 * Signs a receipt that takes a record of this till back, all of it or some of its lines, and stores it strictly. The
 * member need not be there. A second press gives the same receipt; a record is voided once. Refusals: `not_enrolled`,
 * `record_unknown`, `nothing_left`, `more_than_left`, `cert_expired`, `cert_perm`, those of the storage.
 */
export async function undoRecord(
  deps: SaleDeps,
  recordId: string,
  wish: UndoWish,
): Promise<Result<TillReceipt, RefusalView>> {
  const till = await deps.findTill();
  if (!till.ok) return till;
  const name = wish.lines === undefined ? `void:${recordId}` : `refund:${recordId}:${wish.wishId}`;
  const answered = await deps.writer.answer<RefusalView>(name, () => plan(deps, till.value, recordId, wish));
  return answered.ok ? ok(receiptView(answered.value, till.value.merchant.currency, undefined)) : answered;
}

async function plan(
  deps: SaleDeps,
  till: Till,
  recordId: string,
  wish: UndoWish,
): Promise<Result<ReceiptPlan, RefusalView>> {
  const unfit = unfitFor(till, ['void'], deps.clock.nowMs());
  if (unfit !== undefined) return err(unfit);
  const found = await deps.stores.store.read(async (repositories) => {
    const row = await repositories.receipts.get(recordId);
    return row === undefined ? undefined : { row, book: await readBook(repositories, [row]) };
  });
  if (found === undefined || isUndo(found.row)) return err({ kind: 'record_unknown' });
  const { row, book } = found;
  const undos = book.undos.get(row.id) ?? [];
  const refusal = refusalOf(wish, row, undos);
  if (refusal !== undefined) return err(refusal);
  if (row.kind === 'pay') return planVoidPayment(deps.stores, till, row, wish);
  const planned = planFor(till, row, undos, wish);
  const replay = await replayWithout(deps, row, { wish, backMinor: planned.shown.discountMinor ?? 0 });
  return ok({ ...planned, ...(replay === undefined ? {} : { replay }) });
}

function refusalOf(
  { lines }: UndoWish,
  row: TillReceiptRow,
  undos: readonly TillReceiptRow[],
): RefusalView | undefined {
  if (lines === undefined) return undos.length === 0 ? undefined : { kind: 'nothing_left' };
  const left = linesLeft(row, undos);
  if (left.every((amountMinor) => amountMinor === 0)) return { kind: 'nothing_left' };
  const fits = lines.every(({ index, amountMinor }) => amountMinor <= (left[index] ?? 0));
  return fits ? undefined : { kind: 'more_than_left' };
}

function planFor(
  till: Till,
  row: TillReceiptRow,
  undos: readonly TillReceiptRow[],
  { lines, reason, note }: UndoWish,
): ReceiptPlan {
  const voidedId = bytesFromHex(row.id);
  assert(voidedId !== undefined, 'a record is named by the hex of its message id');
  assert(lines === undefined || lines.length > 0, 'a refund names lines');
  const words = { reason, ...(note === undefined ? {} : { note }) };
  const part = lines === undefined ? {} : { lines: lines.toSorted((a, b) => a.index - b.index) };
  return {
    signer: till.signer,
    make: ({ sequence, previous, atMs }) =>
      makeVoidReceipt(
        {
          issuedAtS: Math.floor(atMs / 1_000),
          sequence,
          voidedId,
          points: 0,
          previous,
          ...words,
          ...part,
        },
        till.signer,
      ),
    parts: (receipt) => [receipt],
    shown: {
      kind: 'undo',
      ...amountsBack(row, undos, lines),
      undoes: row.id,
      ...words,
      ...(lines === undefined ? {} : { undoneLines: part.lines }),
      ...(row.memberName === undefined ? {} : { memberName: row.memberName }),
      ...(row.voucherTitle === undefined ? {} : { voucherTitle: row.voucherTitle }),
    },
  };
}

/** List price that goes back, and the discount that goes with it. */
function amountsBack(
  { totalMinor, discountMinor }: TillReceiptRow,
  undos: readonly TillReceiptRow[],
  lines: UndoWish['lines'],
): Pick<TillReceiptRow, 'totalMinor' | 'discountMinor'> {
  const amountMinor = lines?.reduce((sum, line) => sum + line.amountMinor, 0) ?? totalMinor;
  if (discountMinor === undefined) return { totalMinor: amountMinor };
  const beforeMinor = undos.reduce((sum, undo) => sum + undo.totalMinor, 0);
  const share = shareMinor({ totalMinor, sharedMinor: discountMinor }, { beforeMinor, amountMinor });
  return { totalMinor: amountMinor, discountMinor: share };
}

/** A voided redemption is forgotten: the voucher may be presented here again. What comes back may be given away again. */
async function replayWithout(
  { keeper, clock }: SaleDeps,
  row: TillReceiptRow,
  { wish, backMinor }: { readonly wish: UndoWish; readonly backMinor: number },
): Promise<ReceiptPlan['replay']> {
  if (row.kind !== 'redeem') return undefined;
  const before = await keeper.current();
  const left = wish.lines === undefined ? withoutUse(before.state, row.answers) : before.state;
  return { before, after: giveBackValue(left, backMinor, clock.nowMs()) };
}

function withoutUse(state: ReplayStore, messageId: string): ReplayStore {
  const entry = Object.entries(state.vouchers).find(([, uses]) =>
    uses.some(({ presentationId }) => presentationId === messageId),
  );
  if (entry === undefined) return state;
  const [voucherId, uses] = entry;
  const { [voucherId]: _, ...others } = state.vouchers;
  const left = uses.filter(({ presentationId }) => presentationId !== messageId);
  return { ...state, vouchers: left.length === 0 ? others : { ...others, [voucherId]: left } };
}
