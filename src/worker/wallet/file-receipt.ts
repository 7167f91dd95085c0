import type { ReceiptRow } from '#storage/receipt-store.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import { countUsesOf } from './count-uses.ts';
import { mergedReceipt } from './receipt-content.ts';

/** Keeps receipts that use up no voucher; the last word on each stays. Runs inside the caller's transaction. */
export async function fileSales(
  { receipts }: Pick<WalletRepositories, 'receipts'>,
  rows: readonly ReceiptRow[],
): Promise<void> {
  const held = await receipts.getAll(rows.map(({ id }) => id));
  const filed = new Map(held.map((row) => [row.id, row]));
  for (const row of rows) filed.set(row.id, mergedReceipt(filed.get(row.id), row));
  await receipts.putAll([...filed.values()]);
}

/**
 * Keeps a receipt that uses up a voucher, or one that takes such a receipt back, and files the voucher. Runs inside the
 * caller's transaction; the same receipt again changes nothing.
 */
export async function fileReceipt(
  files: Pick<WalletRepositories, 'receipts' | 'vouchers'>,
  row: ReceiptRow,
): Promise<void> {
  const filed = mergedReceipt(await files.receipts.get(row.id), row);
  await files.receipts.put(filed);
  await countUsesOf(files, filed);
}
