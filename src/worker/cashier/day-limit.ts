import type { Clock } from '#base/ports.ts';
import type { CashierStores } from '#storage/cashier-stores.ts';
import type { Till } from './till.ts';

/** What a use case needs to know where the day begins; by the device's own time zone. */
export interface DayClock extends Clock {
  readonly dayStartMs: (nowMs: number) => number;
}

/** What this till may still give away in discounts today, by its certificate (protocol design 3.7: value per day). */
export async function discountLeftTodayMinor(
  { store, receipts }: CashierStores,
  { certificate }: Till,
  clock: DayClock,
): Promise<number> {
  const today = await store.read(() => receipts.since(clock.dayStartMs(clock.nowMs())));
  // What was taken back is not given away any more.
  const givenMinor = today.reduce(
    (sum, { kind, discountMinor = 0 }) => sum + (kind === 'undo' ? -discountMinor : discountMinor),
    0,
  );
  return Math.max(0, certificate.caps.valuePerDayMinor - Math.max(0, givenMinor));
}
