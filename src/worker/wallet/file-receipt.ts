import type { ReceiptRow } from '#storage/receipt-store.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
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

/** Keeps a receipt and files the voucher it used up. Runs inside the caller's transaction; the same receipt again changes nothing. */
export async function fileReceipt(
  { receipts, vouchers }: Pick<WalletRepositories, 'receipts' | 'vouchers'>,
  row: ReceiptRow,
): Promise<void> {
  const before = await receipts.get(row.id);
  await receipts.put(mergedReceipt(before, row));
  const redemption = row.content?.redemption;
  const isNews = before?.content === undefined;
  if (redemption === undefined || row.decision?.status === 'rejected' || !isNews) return;
  const voucher = await vouchers.get(redemption.voucherId);
  if (voucher === undefined) return;
  // One presentation is one use, however many receipts a till that lost its memory gives for it.
  if ((await receipts.answering(redemption.presentationId)).length > 1) return;
  const uses = voucher.uses + 1;
  const isUsedUp = redemption.usesLeft === 0 || uses >= voucher.content.maxUses;
  await vouchers.put({
    ...voucher,
    uses,
    state: isUsedUp ? 'used' : voucher.movedTo === undefined ? 'live' : 'moved',
    usedAtMs: row.content!.issuedAtS * 1_000,
    usedAt: row.content!.merchantName,
  });
}
