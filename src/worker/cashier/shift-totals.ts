import type { ShiftTotals } from '#bridge/cashier-shift.ts';
import type { Money } from '#bridge/common-views.ts';
import { parsePresentation } from '#loyalty/programme/presentation.ts';
import type { TillReceiptRow } from '#storage/cashier-receipt-store.ts';
import { isUndo, receiptLines } from './receipt-lines.ts';
import { type RecordBook, groupedBy, recordFrom } from './record-book.ts';
import type { Till } from './till.ts';

/** What some receipts come to. What the server refused still happened at the counter, so it counts here. */
export function shiftTotals(till: Till, rows: readonly TillReceiptRow[], book: RecordBook): ShiftTotals {
  const { currency } = till.merchant;
  const money = (amountMinor: number): Money => ({ amountMinor, currency });
  const sales = rows.filter(({ kind }) => kind === 'earn' || kind === 'redeem');
  const payments = rows.filter(({ kind }) => kind === 'pay');
  const voidedPayments = rows.filter(({ kind }) => kind === 'void_pay');
  const redemptions = rows.filter(({ kind }) => kind === 'redeem');
  const undos = rows.filter(({ kind }) => kind === 'undo');
  const voids = rows.filter((row) => isUndo(row) && row.undoneLines === undefined);
  const refunds = undos.filter(({ undoneLines }) => undoneLines !== undefined);
  const records = rows.map((row) => recordFrom(book, row, currency));
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    ...(first === undefined || last === undefined
      ? {}
      : { firstAtMs: first.atMs, firstSequence: first.sequence, lastSequence: last.sequence }),
    sales: sales.length,
    turnover: money(sumOf([...sales, ...payments], listMinor)),
    redemptions: redemptions.length,
    discounts: money(sumOf(sales, discountMinor)),
    voids: voids.length,
    voided: money(sumOf(voids, listMinor)),
    refunds: refunds.length,
    refunded: money(sumOf(refunds, listMinor)),
    payments: payments.length - voidedPayments.length,
    paidWithPoints: money(sumOf(payments, listMinor) - sumOf(voidedPayments, listMinor)),
    net: money(sumOf(sales, paidMinor) - sumOf(undos, paidMinor)),
    categories: categoriesOf(sales, money),
    programmes: programmesOf(till, sales, money),
    vouchers: vouchersOf(redemptions, money),
    exceptions: records.filter(({ state }) => state === 'conflict' || state === 'rejected'),
    unsent: records.filter(({ state }) => state === 'unsent').length,
  };
}

type ToMoney = (amountMinor: number) => Money;

function categoriesOf(sales: readonly TillReceiptRow[], money: ToMoney): ShiftTotals['categories'] {
  const lines = sales.flatMap(receiptLines);
  return [...groupedBy(lines, ({ category }) => category)]
    .map(([category, some]) => ({
      category,
      lines: some.length,
      amount: money(some.reduce((sum, line) => sum + line.amountMinor, 0)),
    }))
    .toSorted((a, b) => b.amount.amountMinor - a.amount.amountMinor);
}

function programmesOf(
  { programmes }: Till,
  sales: readonly TillReceiptRow[],
  money: ToMoney,
): ShiftTotals['programmes'] {
  const amount = money(sumOf(sales, listMinor));
  return programmes.flatMap(({ presentation }) => {
    const parsed = parsePresentation(presentation);
    return parsed.ok ? [{ names: parsed.value.name, sales: sales.length, amount }] : [];
  });
}

function vouchersOf(redemptions: readonly TillReceiptRow[], money: ToMoney): ShiftTotals['vouchers'] {
  return [...groupedBy(redemptions, ({ voucherTitle = '' }) => voucherTitle)].map(([title, some]) => ({
    title,
    uses: some.length,
    discount: money(sumOf(some, discountMinor)),
  }));
}

function sumOf(rows: readonly TillReceiptRow[], part: (row: TillReceiptRow) => number): number {
  return rows.reduce((sum, row) => sum + part(row), 0);
}

const listMinor = (row: TillReceiptRow): number => row.totalMinor;
const discountMinor = (row: TillReceiptRow): number => row.discountMinor ?? 0;
const paidMinor = (row: TillReceiptRow): number => listMinor(row) - discountMinor(row);
