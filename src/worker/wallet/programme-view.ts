import type { BalanceView, LapsingView, ProgrammeView, VoucherView } from '#bridge/wallet-api.ts';
import type { FeedView } from '#bridge/wallet-programme.ts';
import { versionAt } from '#loyalty/engine/loaded.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import { activityEntries } from './activity-view.ts';
import { programmeBalances, unitBalances, unitsOf } from './programme-balances.ts';
import { benefitsView } from './programme-benefits.ts';
import { challengeViews } from './programme-challenges.ts';
import { changeViews } from './programme-changes.ts';
import { ladderViews } from './programme-ladders.ts';
import { reportableViews } from './programme-reportables.ts';
import { rewardViews } from './programme-rewards.ts';
import { scoreViews } from './programme-scores.ts';
import { lookOf, promisesOf, unitName, wordOf } from './programme-words.ts';
import { voucherViews } from './voucher-view.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

export function balanceView(joined: JoinedProgramme, world: WalletWorld): BalanceView {
  const look = lookOf(joined.programme, world);
  const tiers = ladderViews(joined, world).flatMap((ladder) => ladder.tiers);
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

/** Everything about one programme; a part that it does not have is empty. */
export function programmeView(joined: JoinedProgramme, world: WalletWorld): ProgrammeView {
  const { programme } = joined;
  const { presentation } = programme;
  const isOurs = (other: { readonly programmeId: string }) => other.programmeId === programme.id;
  const ladders = ladderViews(joined, world);
  return {
    look: lookOf(programme, world),
    note: presentation.note,
    about: presentation.about[world.locale],
    balances: programmeBalances(joined, world),
    scores: scoreViews(joined, world),
    ladders,
    benefits: benefitsView(joined, ladders, world),
    challenges: challengeViews(joined, world),
    rewards: rewardViews(joined, world),
    activities: reportableViews(joined, world),
    vouchers: voucherViews(world).filter((voucher) => isOurs(voucher.look)),
    feed: feedViews(joined, world),
    changes: changeViews(programme, world),
    rules: promisesOf(programme, world, world.nowMs),
    entries: activityEntries(world).filter((entry) => entry.looks.some(isOurs)),
    ...unsettledOf(joined),
  };
}

function unsettledOf({ unsettled }: JoinedProgramme) {
  return unsettled === undefined ? {} : { unsettled };
}

function feedViews({ programme, fold }: JoinedProgramme, world: WalletWorld): readonly FeedView[] {
  const { feed } = versionAt(programme.loaded, world.nowMs);
  return (fold?.state.feed ?? []).flatMap((id) => {
    const to = feed.find((item) => item.id === id)?.to;
    const untilMs = to === undefined ? undefined : instantFromText(to);
    const title = wordOf(programme.presentation.feed?.[id], id, world);
    return untilMs === undefined ? [] : [{ id, title, untilMs }];
  });
}

/** Points and vouchers that lapse within 30 days, soonest first. */
export function lapsingViews(
  world: WalletWorld,
  held: readonly VoucherView[] = voucherViews(world),
): readonly LapsingView[] {
  const points = world.joined.flatMap((joined) => lapsingPoints(joined, world));
  const vouchers = held
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
export function lapsingThisWeek(lapsing: readonly LapsingView[], nowMs: number): number {
  return lapsing.filter(({ atMs }) => atMs - nowMs <= WEEK_MS).length;
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
