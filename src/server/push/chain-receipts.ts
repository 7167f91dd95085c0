import { hexFromBytes } from '#base/bytes.ts';
import { salesMinorOf } from '#protocol/sales-limits.ts';
import type { Tx } from '#server/db/transaction.ts';
import { noteReceipts, type SoldReceipt } from '#server/spending/terminal-sales.ts';
import type { CheckedRecord } from './check-record.ts';

/**
 * Gives every receipt in these records its place in its till's chain, whatever is decided on it, and counts what it sells.
 * Returns the records whose receipt is beyond what the till may sell. May be repeated.
 */
export async function chainReceipts(
  tx: Tx,
  records: readonly CheckedRecord[],
  nowMs: number,
): Promise<ReadonlySet<CheckedRecord>> {
  const receipts = records.map((record) => ({ record, within: receiptsIn(record) }));
  const beyond = await noteReceipts(
    tx,
    receipts.flatMap(({ within }) => within),
    nowMs,
  );
  const isBeyond = ({ chained }: SoldReceipt) => beyond.has(hexFromBytes(chained.messageId));
  return new Set(receipts.flatMap(({ record, within }) => (within.some(isBeyond) ? [record] : [])));
}

function receiptsIn({ finding }: CheckedRecord): readonly SoldReceipt[] {
  if (!finding.ok) return [];
  const { contents } = finding;
  switch (contents.kind) {
    case 'earn':
      return [{ chained: contents.earned, salesMinor: salesMinorOf(contents.earned.receipt.facts) }];
    case 'redeem':
      return [{ chained: contents.redeemed, salesMinor: salesMinorOf(contents.redeemed.receipt.facts) }];
    case 'undo':
      return [withoutSale(contents.undone)];
    case 'pay':
      return [withoutSale(contents.paid.receipt)];
    case 'void_pay':
      return [withoutSale(contents.paid.receipt), withoutSale(contents.voided)];
    case 'claim':
    case 'join':
    case 'profile':
    case 'report':
    case 'visit':
      return [];
  }
}

function withoutSale(chained: SoldReceipt['chained']): SoldReceipt {
  return { chained, salesMinor: undefined };
}
