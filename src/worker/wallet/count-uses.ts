import type { ReceiptRow } from '#storage/receipt-store.ts';
import type { VoucherRow } from '#storage/voucher-store.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';

type Files = Pick<WalletRepositories, 'receipts' | 'vouchers'>;

/**
 * What has become of a voucher follows from the receipts that are held, in whatever order they and the credential came.
 * Runs inside the caller's transaction.
 */
export async function countUses({ receipts, vouchers }: Files, voucherId: string): Promise<void> {
  const voucher = await vouchers.get(voucherId);
  if (voucher === undefined) return;
  const standing = await standingRedemptions(receipts, voucherId);
  const { usedAtMs: _, usedAt: __, ...rest } = voucher;
  const last = standing.toSorted((a, b) => a.content!.issuedAtS - b.content!.issuedAtS).at(-1)?.content;
  await vouchers.put({
    ...rest,
    ...usesOf(voucher, standing),
    ...(last === undefined ? {} : { usedAtMs: last.issuedAtS * 1_000, usedAt: last.merchantName }),
  });
}

/** The voucher that a receipt speaks of: one that it used, or gives back. */
export async function countUsesOf(files: Files, { content }: ReceiptRow): Promise<void> {
  const undone = content?.undo === undefined ? undefined : await files.receipts.get(content.undo.receiptId);
  const redemption = content?.redemption ?? undone?.content?.redemption;
  if (redemption !== undefined) await countUses(files, redemption.voucherId);
}

/** One presentation is one use, however many receipts a till that lost its memory gives for it. */
function usesOf({ content, movedTo }: VoucherRow, standing: readonly ReceiptRow[]) {
  const redemptions = standing.map((row) => row.content!.redemption!);
  const uses = new Set(redemptions.map(({ presentationId }) => presentationId)).size;
  const isUsedUp = uses >= content.maxUses || redemptions.some(({ usesLeft }) => usesLeft === 0);
  const unused = movedTo === undefined ? ('live' as const) : ('moved' as const);
  return { uses, state: isUsedUp ? ('used' as const) : unused };
}

/** Neither refused by the server nor taken back as a whole. */
async function standingRedemptions(
  receipts: Files['receipts'],
  voucherId: string,
): Promise<readonly ReceiptRow[]> {
  const counted = (await receipts.redeeming(voucherId)).filter(isNotRefused);
  const undos = (await receipts.undoing(counted.map(({ id }) => id))).filter(isNotRefused);
  const voided = undos.filter(({ content }) => content!.undo!.lines === undefined);
  const gone = new Set(voided.map(({ content }) => content!.undo!.receiptId));
  return counted.filter(({ id }) => !gone.has(id));
}

function isNotRefused({ decision }: ReceiptRow): boolean {
  return decision?.status !== 'rejected';
}
