import type { ReceiptRow } from '#storage/receipt-store.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import { mergedReceipt } from './receipt-content.ts';

type Files = Pick<WalletRepositories, 'receipts' | 'vouchers'>;

/**
 * Keeps a receipt that takes another one back; when it takes back a redemption as a whole, the voucher is live again.
 * Runs inside the caller's transaction; the same receipt again changes nothing.
 */
export async function fileUndo(files: Files, row: ReceiptRow): Promise<void> {
  const before = await files.receipts.get(row.id);
  await files.receipts.put(mergedReceipt(before, row));
  if (before?.content === undefined && row.decision?.status !== 'rejected') await moveUse(files, row, -1);
}

/** The server did not grant it: the voucher is used after all. */
export async function unfileUndo(files: Files, row: ReceiptRow): Promise<void> {
  await moveUse(files, row, 1);
}

async function moveUse({ receipts, vouchers }: Files, { content }: ReceiptRow, by: 1 | -1): Promise<void> {
  if (content?.undo === undefined || content.undo.lines !== undefined) return;
  const undone = await receipts.get(content.undo.receiptId);
  const redemption = undone?.content?.redemption;
  const voucher = redemption === undefined ? undefined : await vouchers.get(redemption.voucherId);
  // A redemption that did not count had not used the voucher up.
  if (voucher === undefined || undone?.decision?.status === 'rejected') return;
  const { usedAtMs: _, usedAt: __, ...rest } = voucher;
  const uses = Math.max(0, voucher.uses + by);
  if (by === -1) await vouchers.put({ ...rest, uses, state: rest.movedTo === undefined ? 'live' : 'moved' });
  else await vouchers.put({ ...voucher, uses, state: uses >= voucher.content.maxUses ? 'used' : 'live' });
}
