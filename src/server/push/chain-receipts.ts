import { type ChainedReceipt, noteReceipts } from '#server/spending/terminal-chain.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { CheckedRecord } from './check-record.ts';

/** Gives every receipt in these records its place in its till's chain, whatever is decided on it. May be repeated. */
export function chainReceipts(tx: Tx, records: readonly CheckedRecord[], nowMs: number): Promise<void> {
  return noteReceipts(tx, records.flatMap(receiptsIn), nowMs);
}

function receiptsIn({ finding }: CheckedRecord): readonly ChainedReceipt[] {
  if (!finding.ok) return [];
  const { contents } = finding;
  switch (contents.kind) {
    case 'earn':
      return [contents.earned];
    case 'redeem':
      return [contents.redeemed];
    case 'undo':
      return [contents.undone];
    case 'pay':
      return [contents.paid.receipt];
    case 'void_pay':
      return [contents.paid.receipt, contents.voided];
    case 'claim':
    case 'join':
    case 'profile':
    case 'report':
    case 'visit':
      return [];
  }
}
