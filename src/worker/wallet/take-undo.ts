import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { VoidReceipt } from '#protocol/pay-messages.ts';
import type { VerifiedReceipt } from '#protocol/verdict.ts';
import type { ReceiptRow } from '#storage/receipt-store.ts';
import type { EnrolledDevice } from './enrol.ts';
import { fileReceipt } from './file-receipt.ts';
import { undoContentFrom } from './undo-content.ts';
import type { WalletDeps } from './wallet-deps.ts';

export interface UndoRead {
  readonly kind: 'undone' | 'known';
  readonly receiptId: string;
}

/**
 * Keeps a verified receipt that takes back one of this wallet's and claims it by a signed record: it counts as pending
 * at once. Refusals: `sale_not_held` (the server tells of such a one by itself), `wrong_merchant`, those of storage.
 */
export async function takeUndo(
  deps: WalletDeps,
  device: EnrolledDevice,
  { bytes, verified }: { readonly bytes: Bytes; readonly verified: VerifiedReceipt<VoidReceipt> },
): Promise<Result<UndoRead, Refusal>> {
  const { stores, around } = deps;
  const id = hexFromBytes(verified.messageId);
  const content = undoContentFrom(verified);
  const { known, sale } = await stores.store.read(async ({ receipts }) => ({
    known: await receipts.get(id),
    sale: await receipts.get(content.undo!.receiptId),
  }));
  if (known?.content !== undefined) return ok({ kind: 'known', receiptId: id });
  if (sale?.content === undefined) return err({ kind: 'sale_not_held' });
  if (sale.content.merchantSlug !== content.merchantSlug) return err({ kind: 'wrong_merchant' });
  const row: ReceiptRow = { id, cose: bytes, addedAtMs: around.clock.nowMs(), content };
  const record = {
    kind: 'undo' as const,
    parts: [bytes],
    occurredAtMs: verified.receipt.issuedAtS * 1_000,
  };
  const appended = await deps.journal.append(device.signer, record, (repositories, recordId) =>
    fileReceipt(repositories, { ...row, recordId }),
  );
  if (!appended.ok) return appended;
  deps.broadcast.changed('programmes', 'vouchers', 'activity', 'connection');
  deps.onAppended();
  return ok({ kind: 'undone', receiptId: id });
}
