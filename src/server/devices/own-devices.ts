import type { OwnDevice } from '#api/devices.ts';
import { err, ok, type Result } from '#base/result.ts';
import { isDeviceName } from '#protocol/device-link.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';

/** In use at once: each one's allowance is set aside from the member's points, and each is a key to all of them. */
export const MOST_DEVICES = 5;
/** Of those that were shut out, the last ones. */
const MOST_LISTED = 20;

/** All devices of the caller's member, those in use first, the last heard of on top. Refusal: `wrong_role` (a till). */
export async function ownDevices(
  { db }: { readonly db: Db },
  device: KnownDevice,
): Promise<Result<OwnDevice[], { readonly kind: 'wrong_role' }>> {
  if (device.role !== 'wallet') return err({ kind: 'wrong_role' });
  const named = await db
    .selectFrom('member_device')
    .select(['device', 'name'])
    .where('bucket', '=', bucketOf(device.owner))
    .where('member', '=', device.owner)
    .execute();
  const ids = named.map((row) => row.device);
  const rows = await db
    .selectFrom('device')
    .select(['id', 'seen_at', 'revoked_at'])
    .where('bucket', 'in', ids.map(bucketOf))
    .where('id', 'in', ids)
    .execute();
  const names = new Map(named.map((row) => [row.device, row.name ?? '']));
  const devices = rows
    .toSorted((a, b) => Number(a.revoked_at) - Number(b.revoked_at) || Number(b.seen_at) - Number(a.seen_at))
    .slice(0, MOST_DEVICES + MOST_LISTED);
  return ok(
    devices.map(({ id, seen_at: seenAt, revoked_at: revokedAt }) => ({
      id,
      name: names.get(id) ?? '',
      ...(seenAt === null ? {} : { seenAt }),
      ...(revokedAt === null ? {} : { revokedAt }),
    })),
  );
}

/** Refusals: `wrong_role`, `malformed` (longer than 30 characters, or with controls). */
export async function nameDevice(
  { db }: { readonly db: Db },
  { device, name }: { readonly device: KnownDevice; readonly name: string },
): Promise<Result<null, { readonly kind: 'wrong_role' | 'malformed' }>> {
  if (device.role !== 'wallet') return err({ kind: 'wrong_role' });
  if (!isDeviceName(name)) return err({ kind: 'malformed' });
  await db
    .updateTable('member_device')
    .set({ name })
    .where('bucket', '=', bucketOf(device.owner))
    .where('member', '=', device.owner)
    .where('device', '=', device.id)
    .execute();
  return ok(null);
}
