import type { RecoveryKeyRequest } from '#api/recovery.ts';
import { bytesFromBase64, bytesFromHex } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { verifyRecovery } from '#protocol/recovery-key.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { inTransaction, type Tx } from '#server/db/transaction.ts';
import { deviceKeyFromBase64, type DeviceKey } from '#server/enrolment/device-id.ts';
import type { EnrolDeps } from '#server/enrolment/enrol-deps.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';
import { isShutOut, lockParticipants } from '#server/push/locks.ts';
import { tellMember } from './tell-member.ts';

export interface RecoveryKeyRefusal {
  readonly kind: 'wrong_role' | 'bad_signature' | 'key_in_use' | 'revoked';
}

/**
 * Makes a key the member's only recovery key; the one before is good for nothing from then on. Said twice, it changes nothing.
 * Refusals: `wrong_role` (a till), `bad_signature`, `key_in_use` (another member's), `revoked` (the device, in this moment).
 */
export async function setRecoveryKey(
  deps: EnrolDeps,
  { message, device }: { readonly message: RecoveryKeyRequest; readonly device: KnownDevice },
): Promise<Result<null, RecoveryKeyRefusal>> {
  if (device.role !== 'wallet') return err({ kind: 'wrong_role' });
  const key = await deviceKeyFromBase64(message.recoveryKey);
  if (key === undefined || !(await isAgreed(message, device, key))) return err({ kind: 'bad_signature' });
  const nowMs = deps.clock.nowMs();
  const appointed = Buffer.from(bytesFromBase64(message.appointed)!);
  return inTransaction(deps.db, deps.random, async (tx): Promise<Result<null, RecoveryKeyRefusal>> => {
    const locked = await lockParticipants(tx, { devices: [], members: [device.owner] });
    if (isShutOut(locked, device.id)) return err({ kind: 'revoked' });
    if (await isCurrent(tx, device.owner, key.id)) return ok(null);
    const owner = await insertKey(tx, { key, device, appointed, nowMs });
    if (owner !== device.owner) return err({ kind: 'key_in_use' });
    await forgetRecovery(tx, device.owner);
    await makeCurrent(tx, device.owner, key.id);
    await tellMember({ ...deps, tx }, device.owner, { notice: 'recovery_code_set', device: device.id });
    return ok(null);
  });
}

async function isAgreed(
  { appointed, accepted }: RecoveryKeyRequest,
  device: KnownDevice,
  key: DeviceKey,
): Promise<boolean> {
  const memberId = bytesFromHex(device.owner)!;
  const byDevice = { kind: 'appoint', memberId, recoveryKey: key.publicKey } as const;
  const byKey = { kind: 'accept', memberId, deviceKey: device.publicKey } as const;
  return (
    (await verifyRecovery(byDevice, bytesFromBase64(appointed)!, device.publicKey)) &&
    (await verifyRecovery(byKey, bytesFromBase64(accepted)!, key.publicKey))
  );
}

interface NewKey {
  readonly key: DeviceKey;
  readonly device: KnownDevice;
  readonly appointed: Buffer;
  readonly nowMs: number;
}

/** The member whose key it is, be it from before. */
async function insertKey(tx: Tx, { key, device, appointed, nowMs }: NewKey): Promise<string> {
  const bucket = bucketOf(key.id);
  await tx
    .insertInto('recovery_key')
    .values({
      bucket,
      id: key.id,
      public_key: Buffer.from(key.publicKey),
      member: device.owner,
      appointed_by: device.id,
      appointed,
      set_at: nowMs,
    })
    .onConflict((on) => on.doNothing())
    .execute();
  const row = await tx
    .selectFrom('recovery_key')
    .select('member')
    .where('bucket', '=', bucket)
    .where('id', '=', key.id)
    .executeTakeFirstOrThrow();
  return row.member;
}

/** Whether the key is the one that is good for the member now. */
export async function isCurrent(tx: Tx, member: string, keyId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('member_recovery')
    .select('key')
    .where('bucket', '=', bucketOf(member))
    .where('member', '=', member)
    .executeTakeFirst();
  return row?.key === keyId;
}

async function makeCurrent(tx: Tx, member: string, key: string): Promise<void> {
  await tx
    .insertInto('member_recovery')
    .values({ bucket: bucketOf(member), member, key })
    .execute();
}

/** Under the member's lock: the key that was good for them until now is good for nothing, and nothing of it is left. */
export async function forgetRecovery(tx: Tx, member: string): Promise<void> {
  const bucket = bucketOf(member);
  const before = await tx
    .deleteFrom('member_recovery')
    .where('bucket', '=', bucket)
    .where('member', '=', member)
    .returning('key')
    .executeTakeFirst();
  if (before === undefined) return;
  const { key } = before;
  await tx.deleteFrom('recovery_key').where('bucket', '=', bucketOf(key)).where('id', '=', key).execute();
}
