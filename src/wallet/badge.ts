// The number on the app's icon: how many things lapse within a week. Not every browser has badges, and any may refuse.
import type { WalletApi } from '#bridge/wallet-api.ts';
import type { ChangeFeed } from '#ui/use-view.ts';
import type { TimerClock } from './environment.ts';

/** The part of `navigator` that sets badges. */
export interface BadgePlace {
  readonly setAppBadge?: (count: number) => Promise<void>;
  readonly clearAppBadge?: () => Promise<void>;
}

export interface BadgeKeeper {
  readonly api: Pick<WalletApi, 'lapsingThisWeek'>;
  readonly changes: ChangeFeed;
  readonly place: BadgePlace;
  readonly clock: Pick<TimerClock, 'after'>;
}

/**
 * Nobody looks at the icon while the app is open, and a long sync brings one change after another: the question, for which the
 * whole history is read, waits until they have passed.
 */
const CALM_MS = 2_000;

/** Sets the badge now and once something that may lapse has changed; the answer sets it again, e.g. when the app is shown. */
export function keepBadge({ api, changes, place, clock }: BadgeKeeper): () => Promise<void> {
  const { setAppBadge, clearAppBadge } = place;
  if (setAppBadge === undefined || clearAppBadge === undefined) return async () => undefined;
  let turn = 0;
  const update = async () => {
    const mine = ++turn;
    try {
      const count = await api.lapsingThisWeek();
      // A newer question is on its way: its answer counts.
      if (mine !== turn) return;
      await (count === 0 ? clearAppBadge.call(place) : setAppBadge.call(place, count));
    } catch {
      // Not installed, or not allowed: the number is on the first screen as well.
    }
  };
  let cancel = (): void => undefined;
  changes.subscribe(['programmes', 'vouchers', 'activity'], () => {
    cancel();
    cancel = clock.after(CALM_MS, () => void update());
  });
  void update();
  return update;
}
