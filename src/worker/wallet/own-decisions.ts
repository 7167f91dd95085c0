import type { ReceiptDecision } from '#storage/receipt-store.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import type { Settlement } from '#sync/ports.ts';
import type { PreparedChanges } from '#worker/shared/reply-store.ts';
import { countUsesOf } from './count-uses.ts';

/** The decisions on this device's own records are decisions on the receipts that they claim. */
export function ownDecisions(
  { decided }: Settlement,
  nowMs: number,
): PreparedChanges<WalletRepositories> | undefined {
  if (decided.length === 0) return undefined;
  const byRecord = new Map<string, ReceiptDecision>();
  for (const { id, status, code } of decided) {
    if (status === 'retry' || status === 'fork') continue;
    byRecord.set(id, { status, ...(code === undefined ? {} : { code }) });
  }
  return {
    write: async (repositories) => {
      const { receipts, payments, visits } = repositories;
      const claimed = await receipts.byRecords([...byRecord.keys()]);
      await receipts.decideByRecord(byRecord);
      await payments.decideByRecord(byRecord);
      await visits.decideByRecord(byRecord);
      // A server that was put back may count what it had refused, and the other way round.
      const turned = claimed.filter(
        ({ recordId, decision }) => isRefused(decision) !== isRefused(byRecord.get(recordId!)),
      );
      for (const row of turned) await countUsesOf(repositories, row);
      // There are more of them only after an answer like this one.
      await pruneDecisions(repositories, nowMs);
    },
    topics: ['programmes', 'vouchers', 'activity'],
  };
}

function isRefused(decision: ReceiptDecision | undefined): boolean {
  return decision?.status === 'rejected';
}

/**
 * What is folded by its record's decision needs that as long as it is here, and a card in the inbox shows when the server
 * refused it. Receipts, payments and visits have theirs in their own rows, and exports tell of what the outbox still keeps.
 */
async function pruneDecisions(
  { decisions, memberships, statements, payments }: WalletRepositories,
  nowMs: number,
): Promise<void> {
  const joins = (await memberships.all()).map(({ recordId }) => recordId);
  const needed = [...joins, ...(await statements.recordIds()), ...(await payments.voidRecordIds())];
  await decisions.prune(nowMs, new Set(needed));
}
