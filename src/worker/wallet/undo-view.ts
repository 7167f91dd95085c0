import type { PostingView } from '#bridge/posting-views.ts';
import type { ActivityEntry } from '#bridge/wallet-api.ts';
import type { ReceiptRow } from '#storage/receipt-store.ts';
import { entryState, looksAt } from './entry-parts.ts';
import type { WalletWorld } from './wallet-world.ts';

/** A receipt that took another one back, with what that did to the balances. */
export function undoEntry(
  world: WalletWorld,
  { id, content, decision }: ReceiptRow & { readonly content: NonNullable<ReceiptRow['content']> },
  postings: readonly PostingView[],
): ActivityEntry {
  const { currency, undo } = content;
  const sale = world.holdings.receipts.find((row) => row.id === undo?.receiptId)?.content;
  const amountMinor =
    undo?.lines?.reduce((sum, line) => sum + line.amountMinor, 0) ?? sale?.purchase?.totalMinor;
  return {
    id,
    kind: 'undone',
    atMs: content.issuedAtS * 1_000,
    merchantName: content.merchantName,
    looks: looksAt(world, content.merchantSlug),
    ...(amountMinor === undefined ? {} : { total: { amountMinor, currency } }),
    undo: {
      whole: undo?.lines === undefined,
      ...(sale === undefined ? {} : { saleAtMs: sale.issuedAtS * 1_000 }),
      ...(undo?.reason === undefined ? {} : { reason: undo.reason }),
      ...(undo?.note === undefined ? {} : { note: undo.note }),
    },
    postings,
    state: entryState(decision),
  };
}

/** How much of a receipt a till has taken back, as far as this wallet knows. */
export function takenBackOf({ holdings }: WalletWorld, receiptId: string): 'whole' | 'part' | undefined {
  const undos = holdings.receipts.filter(
    ({ content, decision }) =>
      content?.undo?.receiptId === receiptId && (decision === undefined || decision.status === 'accepted'),
  );
  if (undos.length === 0) return undefined;
  return undos.some(({ content }) => content?.undo?.lines === undefined) ? 'whole' : 'part';
}
