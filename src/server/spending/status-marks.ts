// What is on the status lists: devices that were stopped, vouchers that are used up or withdrawn, forms of vouchers that were
// given up. Each in the bucket of its member.
import { sql } from 'kysely';
import { bucketOf } from '#server/db/bucket.ts';
import type { Random } from '#base/ports.ts';
import type { Tx } from '#server/db/transaction.ts';
import { LONGEST_LIFE_S } from '#server/push/credential.ts';
import { voucherBucket } from '#server/push/effect.ts';
import { statusPlaceOf, voucherSubject } from './status-places.ts';

/** The first time counts. */
export async function revokeDevice(
  tx: Tx,
  { device, member }: { readonly device: string; readonly member: string },
  nowMs: number,
): Promise<void> {
  await sql`
    UPDATE status_mark SET revoked_at = ${nowMs}
    WHERE bucket = ${bucketOf(member)} AND subject = ${device} AND kind = 'device' AND revoked_at IS NULL
  `.execute(tx);
}

/** The last use of a voucher is taken: every form of it is good for nothing. */
export async function spendVoucher(tx: Tx, voucher: string, nowMs: number): Promise<void> {
  await sql`
    UPDATE status_mark SET revoked_at = ${nowMs}
    WHERE bucket = ${voucherBucket(voucher)} AND subject = ${voucher} AND kind = 'voucher' AND revoked_at IS NULL
  `.execute(tx);
}

/** A voucher whose use was taken back is good again: its marks go, unless the operator has withdrawn it. */
export async function restoreVoucher(tx: Tx, voucher: string): Promise<void> {
  await sql`
    UPDATE status_mark SET revoked_at = NULL
    WHERE bucket = ${voucherBucket(voucher)} AND subject = ${voucher} AND kind = 'voucher' AND withdrawn_at IS NULL
  `.execute(tx);
}

/** Marks every form of a voucher for good, those that were given up too; `false` when it was withdrawn before. */
export async function withdrawVoucher(
  tx: Tx,
  {
    voucherId,
    nowMs,
    random,
  }: { readonly voucherId: string; readonly nowMs: number; readonly random: Random },
): Promise<boolean> {
  if (await markWithdrawn(tx, voucherId, nowMs)) return true;
  if ((await withdrawnAmong(tx, [voucherId])).has(voucherId)) return false;
  // No device has it, and the next one to be recovered must not get it: a place of nobody's says so.
  await statusPlaceOf(tx, random, voucherSubject(voucherId, '', nowMs + LONGEST_LIFE_S * 1_000));
  return markWithdrawn(tx, voucherId, nowMs);
}

async function markWithdrawn(tx: Tx, voucher: string, nowMs: number): Promise<boolean> {
  const { rows } = await sql`
    UPDATE status_mark SET withdrawn_at = ${nowMs}, revoked_at = coalesce(revoked_at, ${nowMs}::bigint)
    WHERE bucket = ${voucherBucket(voucher)} AND subject = ${voucher} AND kind <> 'device' AND withdrawn_at IS NULL
    RETURNING place`.execute(tx);
  return rows.length > 0;
}

/** Which of these vouchers are withdrawn: no phone gets one anew, a recovered member's neither. */
export async function withdrawnAmong(tx: Tx, vouchers: readonly string[]): Promise<ReadonlySet<string>> {
  if (vouchers.length === 0) return new Set();
  const { rows } = await sql<{ readonly voucher: string }>`
    SELECT DISTINCT m.subject AS voucher FROM status_mark m
    JOIN unnest(${vouchers.map(voucherBucket)}::smallint[], ${vouchers}::text[]) AS k(bucket, voucher)
      ON m.bucket = k.bucket AND m.subject = k.voucher
    WHERE m.withdrawn_at IS NOT NULL`.execute(tx);
  return new Set(rows.map(({ voucher }) => voucher));
}

/** How many forms of a voucher there are or were, as far as their places are not free again. */
export async function countForms(tx: Tx, voucher: string): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`
    SELECT count(*) AS count FROM status_mark
    WHERE bucket = ${voucherBucket(voucher)} AND subject = ${voucher} AND kind <> 'device'`.execute(tx);
  return rows[0]!.count;
}

/**
 * A device has given up its form of a voucher, for good: undoing a use brings back the forms that are in hands
 * (`restoreVoucher`), never this one. Should the voucher come back to the device, it comes as another form.
 */
export async function retireForm(
  tx: Tx,
  { voucher, device }: { readonly voucher: string; readonly device: string },
  nowMs: number,
): Promise<void> {
  await sql`
    UPDATE status_mark SET revoked_at = coalesce(revoked_at, ${nowMs}::bigint), kind = 'retired'
    WHERE bucket = ${voucherBucket(voucher)} AND subject = ${voucher} AND kind = 'voucher' AND holder = ${device}
  `.execute(tx);
}
