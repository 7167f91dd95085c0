import { appendAudit } from '#server/audit/audit-log.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import { readRevokedTills } from '#server/revoked-tills.ts';

export interface ReturningTill {
  readonly deviceId: string;
  readonly serial: number;
  /** Merchant and number, as the audit log names a till. */
  readonly target: string;
  readonly nowMs: number;
  /** The operator has made a code since, and this till brings it. */
  readonly isAskedFor: boolean;
}

/**
 * Whether a known till may have a certificate. One that was put away comes back when it is asked for, and the audit log says so.
 * One whose signatures count for nobody (stolen, or disowned) never does: its serial stays in the trust lists.
 */
export async function mayReturn(tx: Tx, till: ReturningTill): Promise<boolean> {
  const { deviceId, serial, target, nowMs, isAskedFor } = till;
  const device = await tx
    .selectFrom('device')
    .select('revoked_at')
    .where('bucket', '=', bucketOf(deviceId))
    .where('id', '=', deviceId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (device.revoked_at === null) return true;
  if (!isAskedFor) return false;
  if ((await readRevokedTills(tx)).some((revoked) => revoked.serial === serial)) return false;
  await tx
    .updateTable('device')
    .set({ revoked_at: null })
    .where('bucket', '=', bucketOf(deviceId))
    .where('id', '=', deviceId)
    .execute();
  await appendAudit(tx, { atMs: nowMs, actor: 'pairing code', act: 'terminal return', target });
  return true;
}
