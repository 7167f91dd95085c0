import type { DivergenceRow, ServerBalanceRow } from '#storage/balance-store.ts';
import { type Folds, createFolds } from './folds.ts';
import { memberLogFrom, readHoldings } from './member-log.ts';
import type { WalletDeps } from './wallet-deps.ts';

/**
 * Compares the wallet's own fold with what the server said, as of the time it said so, wherever nothing is pending:
 * both run the same engine on the same receipts, so a difference is a bug on one side. It is kept for support; the
 * wallet goes on with its own. Returns how many are new.
 */
export async function checkBalances(deps: WalletDeps): Promise<number> {
  const { store, balances } = deps.stores;
  const told = await store.read(() => balances.server());
  if (told.length === 0) return 0;
  const ownQty = await ownBalances(deps, createFolds());
  const seen = new Set((await store.read(() => balances.divergences())).map(nameOf));
  const seenAtMs = deps.around.clock.nowMs();
  const news = told
    .flatMap((row) => {
      const own = ownQty(row);
      return own === undefined || own === row.qty ? [] : [{ ...row, ownQty: own, seenAtMs }];
    })
    .filter((divergence) => !seen.has(nameOf(divergence)));
  if (news.length === 0) return 0;
  await store.write(async () => {
    for (const divergence of news) await balances.addDivergence(divergence);
  });
  return news.length;
}

/** `undefined` where the two cannot be compared: not joined, or something is still on its way. */
async function ownBalances(
  deps: WalletDeps,
  folds: Folds,
): Promise<(row: ServerBalanceRow) => number | undefined> {
  const holdings = await readHoldings(deps.stores);
  const { programmes } = await deps.usable();
  const log = memberLogFrom(holdings);
  const { memberId } = holdings;
  const joined = new Set(holdings.memberships.map(({ programmeId }) => programmeId));
  return ({ programmeId, unitId, toldAtMs }) => {
    const programme = programmes.find(({ id }) => id === programmeId);
    if (memberId === undefined || programme === undefined || !joined.has(programmeId)) return undefined;
    const fold = folds.fold({ programme, memberId, log, nowMs: toldAtMs });
    return fold === undefined || fold.pending.size > 0 ? undefined : (fold.state.balance[unitId] ?? 0);
  };
}

/** The same difference, seen at each sync, is one. */
function nameOf({ programmeId, unitId, qty, ownQty }: Omit<DivergenceRow, 'order'>): string {
  return [programmeId, unitId, qty, ownQty].join();
}
