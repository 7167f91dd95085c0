import { type Bytes, bytesFromBase64, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { EnrolDeviceRequest } from '#api/enrol-device.ts';
import { openOldDeviceCertificate } from '#protocol/chain.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { inTransaction, type Tx } from '#server/db/transaction.ts';
import { createChangeStreams } from '#server/push/change-streams.ts';
import type { Directory } from '#server/push/directory.ts';
import { lockParticipants } from '#server/push/locks.ts';
import { welcomeWallet } from '#server/push/welcome-wallet.ts';
import type { DeviceKey } from './device-id.ts';
import type { EnrolDeps, EnrolNewDeps } from './enrol-deps.ts';
import { isErased } from './erased-members.ts';
import { deviceOwner } from './member-devices.ts';
import { certifyCaller, lockDevice } from './renew-certificate.ts';
import { keysOfHistory } from '#protocol/server-keys.ts';

export interface EnrolledDevice {
  readonly memberId: string;
  readonly certificate: Bytes;
}

/**
 * A new key becomes a new member; a key that is known gets its member id again and a fresh certificate, so a lost answer
 * costs nothing. A key that brings a certificate of ours and that we do not know was forgotten with an older backup: it
 * remains the member it was, for what it has not sent speaks of that one, and is told what came of the member meanwhile.
 * The key of a member who was erased on request is nobody's for ever: what was sealed with it must not count for another.
 * Refusals: `member_erased`, `key_in_use` (a till's key), `revoked`.
 */
export async function enrolDevice(
  deps: EnrolNewDeps,
  { message, key }: { readonly message: EnrolDeviceRequest; readonly key: DeviceKey },
): Promise<Result<EnrolledDevice, { readonly kind: 'member_erased' | 'key_in_use' | 'revoked' }>> {
  const before = await memberBefore(deps, message.certificate, key);
  const nowMs = deps.clock.nowMs();
  const directory = await deps.directories.read();
  return inTransaction(deps.db, deps.random, async (tx) => {
    // First its lock, if there is such a member: nobody is erased between this question and what follows.
    if (before !== undefined) await lockParticipants(tx, { devices: [], members: [before] });
    const isGone = before !== undefined && (await isErased(tx, before));
    if (isGone || (await isErasedKey(tx, key.id))) return err({ kind: 'member_erased' });
    const candidate = before ?? deps.ids.member(key);
    const isNew = await insertNew(tx, { key, candidate, nowMs, assurance: message.assurance });
    if (isNew) await welcomeBack(tx, { ...deps, directory, nowMs }, key, candidate);
    const device = await lockDevice(tx, key.id);
    if (device.role !== 'wallet') return err({ kind: 'key_in_use' });
    if (device.revoked_at !== null) return err({ kind: 'revoked' });
    const issued = await certifyCaller(tx, { ...deps, directory, nowMs }, device);
    return ok({ memberId: device.owner, certificate: issued.bytes });
  });
}

/** Whom our own certificate for this key names, even one that has run out. */
async function memberBefore(
  { keys, directories }: EnrolDeps,
  certificate: string | undefined,
  key: DeviceKey,
): Promise<string | undefined> {
  const bytes = certificate === undefined ? undefined : bytesFromBase64(certificate);
  if (bytes === undefined) return undefined;
  const { trustList } = await directories.read();
  const serverKeys = keysOfHistory(keys.server.publicKey, trustList);
  const opened = await openOldDeviceCertificate(bytes, serverKeys);
  if (!opened.ok || !equalBytes(opened.value.deviceKey, key.publicKey)) return undefined;
  return hexFromBytes(opened.value.memberId);
}

async function isErasedKey(tx: Tx, deviceId: string): Promise<boolean> {
  return (await isErased(tx, deviceId)) && (await deviceOwner(tx, deviceId)) === undefined;
}

interface NewDevice {
  readonly key: DeviceKey;
  /** The member id if the key is new. */
  readonly candidate: string;
  readonly nowMs: number;
  readonly assurance: number;
}

/** Whether the key was new. */
async function insertNew(tx: Tx, { key, candidate, nowMs, assurance }: NewDevice): Promise<boolean> {
  const inserted = await tx
    .insertInto('device')
    .values({
      bucket: bucketOf(key.id),
      id: key.id,
      role: 'wallet',
      public_key: Buffer.from(key.publicKey),
      owner: candidate,
      assurance,
      server_time_proved: nowMs,
      revoked_at: null,
    })
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return false;
  const bucket = bucketOf(candidate);
  // Another of the member's devices may have come back first.
  const member = { bucket, id: candidate, joined_at: nowMs };
  await tx
    .insertInto('member')
    .values(member)
    .onConflict((on) => on.doNothing())
    .execute();
  await tx.insertInto('member_device').values({ bucket, member: candidate, device: key.id }).execute();
  return true;
}

/** After a restore a till, or another phone of the member, may have come first: what it brought had nobody to be told to. */
async function welcomeBack(
  tx: Tx,
  deps: EnrolDeps & { readonly directory: Directory; readonly nowMs: number },
  { id: deviceId }: DeviceKey,
  memberId: string,
): Promise<void> {
  const locked = await lockParticipants(tx, { devices: [deviceId], members: [memberId] });
  const streams = createChangeStreams(locked.devices, deps.nowMs);
  await welcomeWallet({ ...deps, tx, locked, streams }, { memberId, deviceId, vouchers: 'elsewhere' });
  await streams.flush(tx);
}
