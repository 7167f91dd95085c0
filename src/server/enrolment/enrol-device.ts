import { type Bytes, bytesFromBase64, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { EnrolDeviceRequest } from '#api/enrol-device.ts';
import { openOldDeviceCertificate } from '#protocol/chain.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { inTransaction, type Tx } from '#server/db/transaction.ts';
import type { DeviceKey } from './device-id.ts';
import type { EnrolDeps } from './enrol-deps.ts';
import { certifyCaller, lockDevice } from './renew-certificate.ts';
import { keysOfHistory } from '#protocol/server-keys.ts';

export interface EnrolledDevice {
  readonly memberId: string;
  readonly certificate: Bytes;
}

/**
 * A new key becomes a new member; a key that is known gets its member id again and a fresh certificate, so a lost answer
 * costs nothing. A key that brings a certificate of ours and that we do not know was forgotten with an older backup: it
 * remains the member it was, for what it has not sent speaks of that one. Refusals: `key_in_use` (a till's key), `revoked`.
 */
export async function enrolDevice(
  deps: EnrolDeps,
  { message, key }: { readonly message: EnrolDeviceRequest; readonly key: DeviceKey },
): Promise<Result<EnrolledDevice, { readonly kind: 'key_in_use' | 'revoked' }>> {
  const before = await memberBefore(deps, message.certificate, key);
  const nowMs = deps.clock.nowMs();
  const directory = await deps.directories.read();
  return inTransaction(deps.db, deps.random, async (tx) => {
    const isErased = before !== undefined && (await isShutOut(tx, key.id));
    const candidate = before === undefined || isErased ? hexFromBytes(deps.random.bytes(8)) : before;
    await insertNew(tx, { key, candidate, nowMs, assurance: message.assurance });
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

/** Whoever was erased on request starts anew. */
async function isShutOut(tx: Tx, deviceId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('status_entry')
    .select('revoked_at')
    .where('kind', '=', 'device')
    .where('subject', '=', deviceId)
    .executeTakeFirst();
  return row !== undefined && row.revoked_at !== null;
}

interface NewDevice {
  readonly key: DeviceKey;
  /** The member id if the key is new. */
  readonly candidate: string;
  readonly nowMs: number;
  readonly assurance: number;
}

async function insertNew(tx: Tx, { key, candidate, nowMs, assurance }: NewDevice): Promise<void> {
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
  if (inserted === undefined) return;
  const bucket = bucketOf(candidate);
  // Another of the member's devices may have come back first.
  const member = { bucket, id: candidate, joined_at: nowMs };
  await tx
    .insertInto('member')
    .values(member)
    .onConflict((on) => on.doNothing())
    .execute();
  await tx.insertInto('member_device').values({ bucket, member: candidate, device: key.id }).execute();
}
