// A phone is lost and its owner has the recovery code, or a passkey: a new phone becomes a device of the same member, in one transaction.
import type { RecoverRequest } from '#api/recovery.ts';
import { type Bytes, bytesFromBase64 } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { verifyRecovery } from '#protocol/recovery-key.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { inTransaction, type Tx } from '#server/db/transaction.ts';
import { MOST_DEVICES } from '#server/devices/own-devices.ts';
import { deviceKeyFromBase64, type DeviceKey } from '#server/enrolment/device-id.ts';
import type { EnrolDeps } from '#server/enrolment/enrol-deps.ts';
import { deviceOwner, insertMemberDevice, shutOutDevices } from '#server/enrolment/member-devices.ts';
import { certifyCaller, lockDevice } from '#server/enrolment/renew-certificate.ts';
import { createChangeStreams } from '#server/push/change-streams.ts';
import type { IssueContext } from '#server/push/issue-vouchers.ts';
import { lockParticipants } from '#server/push/locks.ts';
import { welcomeWallet } from '#server/push/welcome-wallet.ts';
import { isCurrent } from './set-recovery-key.ts';
import { tellMember } from './tell-member.ts';

export interface Recovered {
  readonly memberId: string;
  readonly certificate: Bytes;
  readonly revoked: number;
}

export type EnrolRefusal = { readonly kind: 'key_in_use' | 'revoked' | 'too_many_devices' };

/**
 * Refusals: `recovery_unknown` (no such code, an older one, or a wrong signature: all alike to a stranger), and those of
 * `enrolRecovered`.
 */
export async function recoverMember(
  deps: EnrolDeps,
  { message, key }: { readonly message: RecoverRequest; readonly key: DeviceKey },
): Promise<Result<Recovered, { readonly kind: 'recovery_unknown' } | EnrolRefusal>> {
  const { keepOthers, assurance } = message;
  const recovery = await deviceKeyFromBase64(message.recoveryKey);
  const statement = { kind: 'recover', deviceKey: key.publicKey, keepOthers } as const;
  const proof = bytesFromBase64(message.proof)!;
  if (recovery === undefined || !(await verifyRecovery(statement, proof, recovery.publicKey)))
    return err({ kind: 'recovery_unknown' });
  const recovered = await enrolRecovered(deps, { key, assurance, keepOthers }, (tx) =>
    memberOf(tx, recovery.id),
  );
  return recovered ?? err({ kind: 'recovery_unknown' });
}

export interface NewPhone {
  readonly key: DeviceKey;
  readonly assurance: 0 | 1;
  readonly keepOthers: boolean;
}

/**
 * What is proved by a code or a passkey happens: the phone becomes a device of the member. `undefined` when `findMember`, which
 * is asked before and after the member is locked, finds nobody. Refusals: `key_in_use` (the phone is a device of somebody already),
 * `revoked`, `too_many_devices` (beside those that go on there is no room).
 */
export async function enrolRecovered(
  deps: EnrolDeps,
  phone: NewPhone,
  findMember: (tx: Tx) => Promise<string | undefined>,
): Promise<Result<Recovered, EnrolRefusal> | undefined> {
  const directory = await deps.directories.read();
  const nowMs = deps.clock.nowMs();
  return inTransaction(deps.db, deps.random, async (tx) => {
    const memberId = await findMember(tx);
    if (memberId === undefined) return undefined;
    await lockParticipants(tx, { devices: [], members: [memberId] });
    // While we waited for the lock the code may have been replaced, or the member erased.
    if ((await findMember(tx)) !== memberId) return undefined;
    const context = { ...deps, tx, directory, nowMs };
    const done = await enrolForMember(context, phone, memberId);
    if (!done.ok) return done;
    const issued = await certifyCaller(tx, context, await lockDevice(tx, phone.key.id));
    return ok({ ...done.value, certificate: issued.bytes });
  });
}

type Enrolment = EnrolDeps & Pick<IssueContext, 'tx' | 'directory' | 'nowMs'>;

async function enrolForMember(
  deps: Enrolment,
  { key, assurance, keepOthers }: NewPhone,
  memberId: string,
): Promise<Result<Omit<Recovered, 'certificate'>, EnrolRefusal>> {
  const { tx, nowMs } = deps;
  const known = await deviceOwner(tx, key.id);
  if (known !== undefined && known.owner !== memberId) return err({ kind: 'key_in_use' });
  if (known !== undefined && known.revoked_at !== null) return err({ kind: 'revoked' });
  // The answer to a phone that did not hear the first one.
  if (known !== undefined) return ok({ memberId, revoked: 0 });
  // Whoever counts the devices holds this lock.
  const before = await lockParticipants(tx, { devices: [], members: [memberId] });
  const inUse = [...before.devices.values()].filter((one) => one.revoked_at === null);
  if (keepOthers && inUse.length >= MOST_DEVICES) return err({ kind: 'too_many_devices' });
  await insertMemberDevice(tx, { key, memberId, nowMs, assurance });
  const locked = await lockParticipants(tx, { devices: [key.id], members: [memberId] });
  const streams = createChangeStreams(locked.devices, nowMs);
  // Those of a phone that goes on can be moved from it; one phone at a time may show a voucher.
  const vouchers = keepOthers && inUse.length > 0 ? 'elsewhere' : 'issued';
  await welcomeWallet({ ...deps, locked, streams }, { memberId, deviceId: key.id, vouchers });
  await streams.flush(tx);
  const others = (locked.walletsOf.get(memberId) ?? []).filter((id) => id !== key.id);
  const revoked = keepOthers ? 0 : await shutOutDevices(tx, others, { memberId, nowMs });
  await tellMember(deps, memberId, { notice: 'recovered', device: key.id, revoked });
  return ok({ memberId, revoked });
}

/** The member of a recovery key that no newer one has replaced. */
async function memberOf(tx: Tx, keyId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('recovery_key')
    .select('member')
    .where('bucket', '=', bucketOf(keyId))
    .where('id', '=', keyId)
    .executeTakeFirst();
  return row !== undefined && (await isCurrent(tx, row.member, keyId)) ? row.member : undefined;
}
