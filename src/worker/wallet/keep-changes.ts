// What the changes of an answer write, inside the transaction that keeps the answer.
import type { Topic } from '#bridge/changes.ts';
import type { HeardRow } from '#storage/heard-store.ts';
import type { ReceiptRow } from '#storage/receipt-store.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import { fileSales } from './file-receipt.ts';

/** One change, verified: what to write, and what it makes out of date. */
export interface PreparedChange {
  /** It is the member's by the server's word, and cannot be verified with this trust list: to be read again with the next. */
  readonly isUnread?: true;
  /** A receipt that uses up no voucher and gives none back. */
  readonly sale?: ReceiptRow;
  readonly write?: (repositories: WalletRepositories) => Promise<void>;
  /** To be told to a server that has forgotten it. */
  readonly heard?: HeardRow;
  readonly topics: readonly Topic[];
}

/** A fresher trust list, catalogue or key may prove it; for 35 days it is tried with each that comes. */
export const WAITING: PreparedChange = { isUnread: true, topics: [] };

/**
 * Sales and what was heard depend on nothing else, so all of them are written at once: whoever was away hears of thousands, and a
 * request for each that waits for the one before took most of that time. The rest is written in the order in which it was told.
 */
export async function keepChanges(
  repositories: WalletRepositories,
  changes: readonly PreparedChange[],
  nowMs: number,
): Promise<void> {
  const sales = changes.flatMap(({ sale }) => sale ?? []);
  await fileSales(repositories, sales);
  for (const { write } of changes) await write?.(repositories);
  const heard = changes.flatMap((change) => change.heard ?? []);
  await repositories.heard.putAll(heard, nowMs);
}
