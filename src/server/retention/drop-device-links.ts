import { LINK_LIFE_S } from '#protocol/device-link.ts';
import type { Clock } from '#base/ports.ts';
import { ALL_BUCKETS } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';

/** By the clock of the device that said so, which may be ahead; and for a day the new phone still hears that it came too late. */
const KEPT_AFTER_MS = 86_400_000;

/** Words that a key is to become a device, for which it never came: a person's name for a phone, and whose it was to be. */
export async function dropDeviceLinks({
  db,
  clock,
}: {
  readonly db: Db;
  readonly clock: Clock;
}): Promise<number> {
  const beforeS = Math.floor((clock.nowMs() - KEPT_AFTER_MS) / 1000) - LINK_LIFE_S;
  const { numDeletedRows } = await db
    .deleteFrom('device_link')
    .where('bucket', 'in', ALL_BUCKETS)
    .where('issued_at_s', '<', beforeS)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
