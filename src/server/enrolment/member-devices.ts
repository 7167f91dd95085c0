// The rows that make a key a device of a member, and what takes its place there when it is shut out.
import { bucketOf } from '#server/db/bucket.ts';
import type { Db, Tx } from '#server/db/transaction.ts';
import { keepTerms } from '#server/push/campaign-vouchers.ts';
import { retireForm, revokeDevice } from '#server/spending/status-marks.ts';
import type { DeviceKey } from './device-id.ts';

export interface NewDevice {
  readonly key: DeviceKey;
  readonly memberId: string;
  readonly nowMs: number;
  readonly assurance: number;
  readonly name?: string;
}

/** The caller has made sure that the key is new. */
export async function insertMemberDevice(tx: Tx, device: NewDevice): Promise<void> {
  const { key, memberId, nowMs, assurance, name } = device;
  await tx
    .insertInto('device')
    .values({
      bucket: bucketOf(key.id),
      id: key.id,
      role: 'wallet',
      public_key: Buffer.from(key.publicKey),
      owner: memberId,
      assurance,
      server_time_proved: nowMs,
      revoked_at: null,
      seen_at: nowMs,
    })
    .execute();
  const row = { bucket: bucketOf(memberId), member: memberId, device: key.id };
  await tx
    .insertInto('member_device')
    .values({ ...row, ...(name === undefined ? {} : { name }) })
    .execute();
}

/** A wallet's member or a till's merchant. */
export function deviceOwner(db: Db | Tx, id: string) {
  return db
    .selectFrom('device')
    .select(['role', 'owner', 'revoked_at'])
    .where('bucket', '=', bucketOf(id))
    .where('id', '=', id)
    .executeTakeFirst();
}

export interface Shut {
  readonly memberId: string;
  readonly nowMs: number;
}

/** Under their locks: they speak for the member no more, nor do their forms of the vouchers. How many did before. */
export async function shutOutDevices(tx: Tx, ids: readonly string[], shut: Shut): Promise<number> {
  const { memberId, nowMs } = shut;
  let count = 0;
  for (const id of ids) {
    const { numUpdatedRows } = await tx
      .updateTable('device')
      .set({ revoked_at: nowMs })
      .where('bucket', '=', bucketOf(id))
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    // Its allowance stays set aside until its certificate and the time to settle have passed.
    await revokeDevice(tx, { device: id, member: memberId }, nowMs);
    for (const voucher of await vouchersAt(tx, memberId, id))
      await retireCredential(tx, { voucher, device: id }, shut);
    count += Number(numUpdatedRows);
  }
  return count;
}

/** Ids of the vouchers of which the device has a form of its own. */
export async function vouchersAt(db: Db | Tx, memberId: string, device: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('credential')
    .select('voucher')
    .where('bucket', '=', bucketOf(memberId))
    .where('device', '=', device)
    .execute();
  return rows.map(({ voucher }) => voucher);
}

/** A device's form of a voucher is good for nothing from now on. */
export async function retireCredential(
  tx: Tx,
  { voucher, device }: { readonly voucher: string; readonly device: string },
  { memberId, nowMs }: Shut,
): Promise<void> {
  await keepTerms(tx, { member: memberId, voucher, device });
  await tx
    .deleteFrom('credential')
    .where('bucket', '=', bucketOf(memberId))
    .where('voucher', '=', voucher)
    .where('device', '=', device)
    .execute();
  await retireForm(tx, { voucher, device }, nowMs);
}
