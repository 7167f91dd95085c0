import { EARN_RECEIPT } from '#protocol/earn-receipt.ts';
import type { FactLine } from '#protocol/messages.ts';
import { openAs } from '#protocol/open-message.ts';
import { REDEMPTION_RECEIPT } from '#protocol/redemption-receipt.ts';
import type { TillReceiptRow } from '#storage/cashier-receipt-store.ts';

/** Whether a row takes another one back. */
export function isUndo({ kind }: Pick<TillReceiptRow, 'kind'>): boolean {
  return kind === 'undo' || kind === 'void_pay';
}

/** The lines that a receipt of this till states, from its own signed bytes; none of a payment, none of an undo. */
export function receiptLines({ kind, bytes }: TillReceiptRow): readonly FactLine[] {
  if (kind !== 'earn' && kind !== 'redeem') return [];
  const opened = kind === 'earn' ? openAs(EARN_RECEIPT, bytes) : openAs(REDEMPTION_RECEIPT, bytes);
  // Bytes that the disk has spoilt state nothing; the record in the outbox is another copy.
  return opened.ok ? (opened.value.value.facts?.lines ?? []) : [];
}

/** List price of each line that has not gone back, in the order of the receipt. */
export function linesLeft(row: TillReceiptRow, undos: readonly TillReceiptRow[]): readonly number[] {
  const lines = receiptLines(row);
  if (undos.some(({ undoneLines }) => undoneLines === undefined)) return lines.map(() => 0);
  const gone = undos.flatMap(({ undoneLines }) => undoneLines ?? []);
  return lines.map(({ amountMinor }, at) =>
    gone.filter(({ index }) => index === at).reduce((left, back) => left - back.amountMinor, amountMinor),
  );
}
