import type { DivergenceRow, ServerBalanceRow } from '#storage/balance-store.ts';
import type { Folds } from './programme-fold.ts';
import { joinedIds, memberLogFrom, readHoldings } from './member-log.ts';
import type { WalletDeps } from './wallet-deps.ts';

/**
 * Compares the wallet's own fold with what the server said, as of the time it said so, wherever nothing is pending:
 * both run the same engine on the same receipts, so a difference is a bug on one side. It is kept for support; the
 * wallet goes on with its own. Returns how many are new.
 */
export async function checkBalances(deps: WalletDeps, folds: Folds): Promise<number> {
  const { store } = deps.stores;
  const { told, unread } = await store.read(async ({ balances, unread }) => ({
    told: await balances.server(),
    unread: await unread.all(),
  }));
  // What was told and cannot be verified yet is in the server's sum and not in ours.
  if (told.length === 0 || unread.length > 0) return 0;
  const seen = new Set((await store.read(({ balances }) => balances.divergences())).map(nameOf));
  const seenAtMs = deps.around.clock.nowMs();
  const news = (await divergencesOf(deps, folds, told))
    .map((divergence) => ({ ...divergence, seenAtMs }))
    .filter((divergence) => !seen.has(nameOf(divergence)));
  if (news.length === 0) return 0;
  await store.write(async ({ balances }) => {
    for (const divergence of news) await balances.addDivergence(divergence);
  });
  return news.length;
}

/** Leaves out where the two cannot be compared: not joined, or something is still on its way or being computed. */
async function divergencesOf(
  deps: WalletDeps,
  folds: Folds,
  told: readonly ServerBalanceRow[],
): Promise<readonly (ServerBalanceRow & { readonly ownQty: number })[]> {
  const holdings = await readHoldings(deps.stores);
  const { memberId } = holdings;
  if (memberId === undefined) return [];
  const { programmes } = await deps.usable();
  const log = memberLogFrom(holdings);
  const joined = joinedIds(holdings);
  const divergences: (ServerBalanceRow & { readonly ownQty: number })[] = [];
  for (const row of told) {
    const programme = programmes.find(({ id }) => id === row.programmeId);
    if (programme === undefined || !joined.has(row.programmeId)) continue;
    const state = await folds.settledState({ programme, memberId, log, nowMs: row.toldAtMs });
    const ownQty = state === undefined ? row.qty : (state.balance[row.unitId] ?? 0);
    if (ownQty !== row.qty) divergences.push({ ...row, ownQty });
  }
  return divergences;
}

/** The same difference, seen at each sync, is one. */
function nameOf({ programmeId, unitId, qty, ownQty }: Omit<DivergenceRow, 'order'>): string {
  return [programmeId, unitId, qty, ownQty].join();
}
