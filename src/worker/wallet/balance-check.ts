import type { Folds } from './folds.ts';
import type { WalletDeps } from './wallet-deps.ts';
import { readWorld } from './wallet-world.ts';

/**
 * Compares the wallet's own fold with what the server said, wherever nothing is pending: both run the same engine on
 * the same receipts, so a difference is a bug on one side. It is kept for support; the wallet goes on with its own.
 */
export async function checkBalances(deps: WalletDeps, folds: Folds): Promise<number> {
  const { store, balances } = deps.stores;
  const { joined, nowMs } = await readWorld(deps, folds, 'en');
  const { told, seen } = await store.read(async () => ({
    told: await balances.server(),
    seen: await balances.divergences(),
  }));
  const settled = new Map(
    joined.flatMap(({ programme, fold }) =>
      fold === undefined || fold.pending.size > 0 ? [] : [[programme.id, fold.state.balance] as const],
    ),
  );
  const news = told.flatMap((row) => {
    const ownQty = settled.get(row.programmeId)?.[row.unitId] ?? 0;
    if (!settled.has(row.programmeId) || ownQty === row.qty) return [];
    const isKnown = seen.some(
      (old) =>
        old.programmeId === row.programmeId &&
        old.unitId === row.unitId &&
        old.qty === row.qty &&
        old.ownQty === ownQty,
    );
    return isKnown ? [] : [{ ...row, ownQty, seenAtMs: nowMs }];
  });
  if (news.length === 0) return 0;
  await store.write(async () => {
    for (const divergence of news) await balances.addDivergence(divergence);
  });
  return news.length;
}
