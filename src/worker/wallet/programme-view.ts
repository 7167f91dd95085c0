import type {
  BalanceView,
  LapsingView,
  LotView,
  ProgrammeView,
  TierView,
  UnitBalance,
} from '#bridge/wallet-api.ts';
import { versionAt } from '#loyalty/engine/loaded.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import type { Cond, Expr, Ladder, Unit } from '#loyalty/programme/types.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import { activityEntries } from './activity-view.ts';
import type { ProgrammeFold } from './programme-fold.ts';
import { currencyOf, isMoneyField, lookOf, promisesOf, unitName, wordOf } from './programme-words.ts';
import { voucherViews } from './voucher-view.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

export function balanceView(joined: JoinedProgramme, world: WalletWorld): BalanceView {
  const look = lookOf(joined.programme, world);
  const tiers = tierViews(joined, world);
  const current = tiers.find((tier) => tier.current);
  const next = tiers.find((tier) => tier.missing !== undefined);
  return {
    look,
    balances: unitBalances(joined, world),
    ...unsettledOf(joined),
    ...(current === undefined
      ? {}
      : {
          tier: {
            name: current.name,
            ...(next?.missing === undefined ? {} : { next: { name: next.name, missing: next.missing } }),
          },
        }),
  };
}

export function programmeView(joined: JoinedProgramme, world: WalletWorld): ProgrammeView {
  const look = lookOf(joined.programme, world);
  const isOurs = (other: { readonly programmeId: string }) => other.programmeId === joined.programme.id;
  return {
    look,
    balances: unitBalances(joined, world).map((balance) => ({
      ...balance,
      lots: lotsOf(joined, balance.unitId),
    })),
    tiers: tierViews(joined, world),
    vouchers: voucherViews(world).filter((voucher) => isOurs(voucher.look)),
    entries: activityEntries(world).filter((entry) => entry.looks.some(isOurs)),
    rules: promisesOf(joined.programme, world, world.nowMs),
    ...unsettledOf(joined),
  };
}

function unsettledOf({ unsettled }: JoinedProgramme) {
  return unsettled === undefined ? {} : { unsettled };
}

/** Points and vouchers that lapse within 30 days, soonest first. */
export function lapsingViews(world: WalletWorld): readonly LapsingView[] {
  const points = world.joined.flatMap((joined) => lapsingPoints(joined, world));
  const vouchers = voucherViews(world)
    .filter(({ state }) => state === 'live' || state === 'presented')
    .flatMap(({ look, title, untilMs }): readonly LapsingView[] =>
      untilMs === undefined ? [] : [{ look, what: 'voucher', name: title, qty: 1, scale: 0, atMs: untilMs }],
    );
  return [...points, ...vouchers]
    .filter(({ atMs }) => atMs > world.nowMs && atMs - world.nowMs <= LAPSING_WITHIN_MS)
    .toSorted((a, b) => a.atMs - b.atMs);
}

const LAPSING_WITHIN_MS = 30 * 24 * 3_600_000;
const WEEK_MS = 7 * 24 * 3_600_000;

/** How many of them within seven days. */
export function lapsingThisWeek(world: WalletWorld): number {
  return lapsingViews(world).filter(({ atMs }) => atMs - world.nowMs <= WEEK_MS).length;
}

function lapsingPoints({ programme, fold }: JoinedProgramme, world: WalletWorld): readonly LapsingView[] {
  return unitsOf(programme, world).flatMap((unit) => {
    const [at, qty] = fold?.state.nextExpiry[unit.id] ?? [];
    const atMs = at === undefined ? undefined : instantFromText(at);
    if (atMs === undefined || qty === undefined) return [];
    const name = unitName(programme, unit.id, world);
    return [{ look: lookOf(programme, world), what: 'points', name, qty, scale: unit.scale, atMs }];
  });
}

function unitsOf(programme: UsableProgramme, world: WalletWorld): readonly Unit[] {
  return [...versionAt(programme.loaded, world.nowMs).units.values()];
}

/** None where there is no answer: a zero would be one. */
function unitBalances({ programme, fold }: JoinedProgramme, world: WalletWorld): readonly UnitBalance[] {
  if (fold === undefined) return [];
  return unitsOf(programme, world).map(({ id, scale }) => {
    const qty = fold.state.balance[id] ?? 0;
    const pendingQty = qty - (fold.confirmed.balance[id] ?? 0);
    return { unitId: id, unitName: unitName(programme, id, world), qty, scale, pendingQty };
  });
}

function lotsOf({ fold }: JoinedProgramme, unitId: string): readonly LotView[] {
  return (fold?.state.lots[unitId] ?? []).flatMap(({ qty, from, until }) => {
    const fromMs = instantFromText(from);
    const untilMs = until === undefined ? undefined : instantFromText(until);
    return fromMs === undefined ? [] : [{ qty, fromMs, ...(untilMs === undefined ? {} : { untilMs }) }];
  });
}

/** Tiers of every ladder, lowest first. */
function tierViews({ programme, fold }: JoinedProgramme, world: WalletWorld): readonly TierView[] {
  const ladders = [...versionAt(programme.loaded, world.nowMs).ladders.values()];
  return fold === undefined
    ? []
    : ladders.flatMap((ladder) => ladderTiers(programme, ladder, { fold, world }));
}

function ladderTiers(
  programme: UsableProgramme,
  ladder: Ladder,
  { fold, world }: { readonly fold: ProgrammeFold; readonly world: WalletWorld },
): readonly TierView[] {
  const { state } = fold;
  const words = programme.presentation.ladders?.[ladder.id];
  const rank = ladder.tiers.findIndex(({ id }) => id === state.tier[ladder.id]);
  const [nextId, missingQty] = state.missing[ladder.id] ?? [];
  const until = state.tierUntil[ladder.id];
  const untilMs = until === undefined ? undefined : instantFromText(until);
  return ladder.tiers.map((tier, index) => ({
    id: tier.id,
    name: wordOf(words?.tiers[tier.id], tier.id, world),
    reached: index <= rank,
    current: index === rank,
    ...(index === rank && untilMs !== undefined ? { untilMs } : {}),
    ...(tier.id === nextId && missingQty !== undefined
      ? { missing: missingText(programme, tier.if, missingQty, world) }
      : {}),
  }));
}

/** How much is missing, as what the tier's condition counts. */
export function missingText(
  programme: UsableProgramme,
  condition: Cond | undefined,
  qty: number,
  world: WalletWorld,
): string {
  const counted = condition !== undefined && 'ge' in condition ? condition.ge[0] : undefined;
  return countedText(programme, counted, qty, world);
}

/** A quantity of what an expression counts: money, a unit of points, or a number. */
export function countedText(
  programme: UsableProgramme,
  counted: Expr | undefined,
  qty: number,
  world: WalletWorld,
): string {
  const { format, nowMs } = world;
  if (counted === undefined || typeof counted === 'number') return format.integer(qty);
  const { units, metrics } = versionAt(programme.loaded, nowMs);
  const points = (unitId: string) =>
    `${format.quantity(qty, units.get(unitId)?.scale ?? 0)} ${unitName(programme, unitId, world)}`;
  if ('bal' in counted) return points(counted.bal);
  const metric = 'm' in counted ? metrics.get(counted.m) : undefined;
  if (metric?.kind === 'earned') return points(metric.unit);
  const collector = metric?.kind === 'events' ? programme.loaded.collectors[metric.collector] : undefined;
  const isMoney = collector?.agg === 'sum' && isMoneyField(collector.of);
  return isMoney ? format.money({ amountMinor: qty, currency: currencyOf(programme) }) : format.integer(qty);
}
