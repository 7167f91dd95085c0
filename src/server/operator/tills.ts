import type { PartContent } from '#api/operator.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';

export interface NamedTill {
  /** Slug. */
  readonly merchant: string;
  readonly number: number;
  readonly name: string;
  readonly deviceId: string;
}

/** All of them, also those that were taken out of service. */
export async function readTills(db: Db): Promise<readonly NamedTill[]> {
  return db
    .selectFrom('terminal')
    .innerJoin('merchant', 'merchant.id', 'terminal.merchant_id')
    .select(['merchant.slug as merchant', 'till_number as number', 'terminal.name', 'device_id as deviceId'])
    .execute();
}

/** With when they were last heard of, the longest ago first. */
export async function readTerminals(db: Db): Promise<PartContent<'terminals'>['terminals']> {
  const tills = await readTills(db);
  if (tills.length === 0) return [];
  const ids = tills.map(({ deviceId }) => deviceId);
  const devices = await db
    .selectFrom('device')
    .select(['id', 'server_time_proved', 'revoked_at'])
    .where('bucket', 'in', ids.map(bucketOf))
    .where('id', 'in', ids)
    .execute();
  const byId = new Map(devices.map((device) => [device.id, device]));
  return tills
    .map(({ deviceId, ...till }) => ({
      ...till,
      seenAt: byId.get(deviceId)?.server_time_proved ?? 0,
      revoked: (byId.get(deviceId)?.revoked_at ?? null) !== null,
    }))
    .toSorted((a, b) => a.seenAt - b.seenAt);
}
