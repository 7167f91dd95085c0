import type { Locale } from '#base/locale.ts';
import type { HomeView, WalletApi } from '#bridge/wallet-api.ts';
import { refused } from '#worker/shared/refusal-view.ts';
import { activityEntries } from './activity-view.ts';
import { catalogueView } from './catalogue-view.ts';
import { deviceView } from './device-view.ts';
import { balanceView, lapsingThisWeek, lapsingViews, programmeView } from './programme-view.ts';
import { voucherViews } from './voucher-view.ts';
import type { WalletParts } from './wallet-parts.ts';
import { readWorld } from './wallet-world.ts';

type Views = Pick<
  WalletApi,
  'home' | 'catalogue' | 'programme' | 'vouchers' | 'activity' | 'device' | 'connection'
>;

/** The questions of the screens: each is one reading of the world and a pure view of it. */
export function createWalletViews({ deps, folds, connection }: Omit<WalletParts, 'sync'>): Views {
  const world = (locale: Locale) => readWorld(deps, folds, locale);

  async function home(locale: Locale): Promise<HomeView> {
    const now = await world(locale);
    const vouchers = voucherViews(now);
    return {
      device: await deviceView(deps),
      connection: await connection.view(),
      programmes: now.joined.map((joined) => balanceView(joined, now)),
      lapsing: lapsingViews(now),
      lapsingThisWeek: lapsingThisWeek(now),
      liveVouchers: vouchers.filter(({ state }) => state === 'live' || state === 'presented').length,
    };
  }

  return {
    home,
    catalogue: async (locale) => {
      const fetched = (await deps.catalogue.current()) !== undefined;
      return catalogueView(await world(locale), fetched, await connection.view());
    },
    programme: async (programmeId, locale) => {
      const now = await world(locale);
      const joined = now.joined.find(({ programme }) => programme.id === programmeId);
      if (joined === undefined) return refused('programme_unknown');
      return { ok: true, value: programmeView(joined, now) };
    },
    vouchers: async (locale) => voucherViews(await world(locale)),
    activity: async (locale) => activityEntries(await world(locale)),
    device: () => deviceView(deps),
    connection: () => connection.view(),
  };
}
