import type { Locale } from '#base/locale.ts';
import type { HomeView, WalletApi } from '#bridge/wallet-api.ts';
import { refused } from '#worker/shared/refusal-view.ts';
import { activityEntries } from './activity-view.ts';
import { catalogueView } from './catalogue-view.ts';
import { deviceView } from './device-view.ts';
import { balanceView, lapsingThisWeek, lapsingViews, programmeView } from './programme-view.ts';
import { voucherViews } from './voucher-view.ts';
import type { WalletParts } from './wallet-parts.ts';
import { readLastWorld, readWorld, type WalletWorld } from './wallet-world.ts';

type Views = Pick<
  WalletApi,
  'home' | 'catalogue' | 'programme' | 'vouchers' | 'activity' | 'device' | 'connection'
>;

/** Fewer are read and folded before anybody notices. */
const LONG_RECEIPTS = 300;

/** The questions of the screens: each is one reading of the world and a pure view of it. */
export function createWalletViews({ deps, folds, connection }: Omit<WalletParts, 'sync'>): Views {
  const world = async (locale: Locale) => {
    const now = await readWorld(deps, folds, locale);
    isOpened = true;
    return now;
  };
  let isOpened = false;
  let isOpening = false;

  /** A long history is not waited for: what was last shown first, the exact world as a change after it. */
  async function firstWorld(locale: Locale): Promise<WalletWorld> {
    const { store } = deps.stores;
    if (isOpened || (await store.read(({ receipts }) => receipts.count())) < LONG_RECEIPTS)
      return world(locale);
    const last = await readLastWorld(deps, folds, locale);
    if (last === undefined) return world(locale);
    if (!isOpening) open(locale);
    return last;
  }

  function open(locale: Locale): void {
    isOpening = true;
    const told = () => deps.broadcast.changed('programmes', 'vouchers', 'activity');
    // Should it fail, the next question of a screen fails where somebody can see it.
    const failed = () => {
      isOpened = true;
      told();
    };
    void world(locale).then(told, failed);
  }

  async function home(locale: Locale): Promise<HomeView> {
    const now = await firstWorld(locale);
    const vouchers = voucherViews(now);
    const lapsing = lapsingViews(now, vouchers);
    return {
      device: await deviceView(deps),
      connection: await connection.view(),
      programmes: now.joined.map((joined) => balanceView(joined, now)),
      added: now.added.map((added) => balanceView(added, now)),
      lapsing,
      lapsingThisWeek: lapsingThisWeek(lapsing, now.nowMs),
      liveVouchers: vouchers.filter(({ state }) => state === 'live' || state === 'presented').length,
    };
  }

  return {
    home,
    catalogue: async (locale) => {
      const fetched = (await deps.catalogue.current()) !== undefined;
      return catalogueView(await world(locale), fetched);
    },
    programme: async (programmeId, locale) => {
      const now = await world(locale);
      const joined = [...now.joined, ...now.added].find(({ programme }) => programme.id === programmeId);
      if (joined === undefined) return refused('programme_unknown');
      return { ok: true, value: programmeView(joined, now) };
    },
    vouchers: async (locale) => voucherViews(await world(locale)),
    activity: async (locale) => activityEntries(await world(locale)),
    device: () => deviceView(deps),
    connection: () => connection.view(),
  };
}
