import type { RewardPrice, RewardView } from '#bridge/wallet-programme.ts';
import { type LoadedVersion, versionAt } from '#loyalty/engine/loaded.ts';
import type { StatementFault } from '#loyalty/ledger/judge-statement.ts';
import { claimEvent } from '#loyalty/ledger/statement-events.ts';
import type { Effect, Reward } from '#loyalty/programme/types.ts';
import { addDuration } from '#loyalty/time/duration.ts';
import { lastTickMs, nextTickMs } from '#loyalty/time/tick.ts';
import { currencyOf, unitName, wordOf } from './programme-words.ts';
import { valueIn } from './state-values.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** Rewards of the terms in force, in their order. */
export function rewardViews(joined: JoinedProgramme, world: WalletWorld): readonly RewardView[] {
  const { programme, fold, history } = joined;
  if (fold === undefined || history === undefined) return [];
  const version = versionAt(programme.loaded, world.nowMs);
  return [...version.rewards.values()].map((reward) => {
    const price = priceOf(reward, joined, { version, world });
    const drop = dropOf(reward, joined, world.nowMs);
    return {
      id: reward.id,
      name: wordOf(programme.presentation.rewards?.[reward.id], reward.id, world),
      price,
      gives: (reward.gives ?? []).flatMap((effect) => givenText(effect, joined, world)),
      state: stateOf(reward, joined, { price, isOpen: drop.isOpen }),
      ...(drop.opensMs === undefined ? {} : { opensMs: drop.opensMs }),
      ...(drop.closesMs === undefined ? {} : { closesMs: drop.closesMs }),
      ...(reward.stock === undefined ? {} : { stock: reward.stock }),
      pending: pendingClaims(reward, joined, world),
    };
  });
}

function priceOf(
  { id, cost }: Reward,
  { programme, fold }: JoinedProgramme,
  { version, world }: { readonly version: LoadedVersion; readonly world: WalletWorld },
): RewardPrice {
  const state = fold!.state;
  const moneyMinor = state.price[id];
  if (moneyMinor !== undefined)
    return { kind: 'money', money: { amountMinor: moneyMinor, currency: currencyOf(programme) } };
  if (cost === undefined || 'money' in cost) return { kind: 'free' };
  const qty = valueIn({ state, version }, cost.qty) ?? 0;
  const balanceQty = state.balance[cost.unit] ?? 0;
  return {
    kind: 'units',
    qty,
    scale: version.units.get(cost.unit)?.scale ?? 0,
    unitName: unitName(programme, cost.unit, world),
    missingQty: Math.max(0, qty - balanceQty),
    balanceQty,
  };
}

interface DropTimes {
  readonly isOpen: boolean;
  readonly opensMs?: number;
  readonly closesMs?: number;
}

function dropOf({ drop, open }: Reward, { programme }: JoinedProgramme, nowMs: number): DropTimes {
  if (drop === undefined) return { isOpen: true };
  const { zone } = programme.loaded;
  const lastMs = lastTickMs(drop, zone, nowMs);
  const closesMs = lastMs === undefined || open === undefined ? undefined : addDuration(zone, lastMs, open);
  const isOpen = lastMs !== undefined && (closesMs === undefined || nowMs < closesMs);
  if (isOpen) return { isOpen, ...(closesMs === undefined ? {} : { closesMs }) };
  const opensMs = nextTickMs(drop, zone, nowMs);
  return { isOpen, ...(opensMs === undefined ? {} : { opensMs }) };
}

const STATES: Partial<Record<StatementFault, RewardView['state']>> = {
  reward_unaffordable: 'unaffordable',
  reward_out_of_stock: 'out_of_stock',
  reward_not_open: 'not_open',
  reward_limit: 'limit',
  reward_paid_at_shop: 'paid_at_shop',
};

/** The engine is asked only where the price and the clock do not settle it: each question folds everything. */
function stateOf(
  reward: Reward,
  { programme, history }: JoinedProgramme,
  { price, isOpen }: { readonly price: RewardPrice; readonly isOpen: boolean },
): RewardView['state'] {
  if (price.kind === 'money') return 'paid_at_shop';
  const hasTerms = reward.if !== undefined || reward.limit !== undefined || reward.stock !== undefined;
  if (!hasTerms) {
    if (!isOpen) return 'not_open';
    return price.kind === 'units' && price.missingQty > 0 ? 'unaffordable' : 'claimable';
  }
  const stated = { recordId: 'a-question', atMs: history!.nextMs(), memberId: history!.memberId };
  const fault = history!.faultOf(claimEvent({ ...stated, programmeId: programme.id }, reward.id));
  return fault === undefined ? 'claimable' : (STATES[fault] ?? 'not_for_you');
}

function givenText(effect: Effect, { programme }: JoinedProgramme, world: WalletWorld): readonly string[] {
  const { vouchers, ladders } = programme.presentation;
  if ('issue' in effect) return [wordOf(vouchers?.[effect.issue.voucher], effect.issue.voucher, world)];
  if (!('grant' in effect)) return [];
  const { ladder, tier } = effect.grant;
  return [wordOf(ladders?.[ladder]?.tiers[tier], tier, world)];
}

function pendingClaims({ id }: Reward, { programme }: JoinedProgramme, { holdings }: WalletWorld): number {
  return holdings.statements.filter(
    ({ recordId, programmeId, said }) =>
      programmeId === programme.id &&
      said.kind === 'claim' &&
      said.rewardId === id &&
      !holdings.statementDecisions.has(recordId),
  ).length;
}
