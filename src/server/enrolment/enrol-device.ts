import { type Bytes, bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import type { Clock, Random } from '#base/ports.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { EnrolDeviceRequest } from '#api/enrol-device.ts';
import { makeDeviceCertificate } from '#protocol/device-certificate.ts';
import type { Signer } from '#protocol/signer.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { type Db, inTransaction, type Tx } from '#server/db/transaction.ts';
import type { KeyStore } from '#server/keys.ts';
import type { DeviceKey } from './device-id.ts';

export interface EnrolDeps {
  readonly db: Db;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: Random;
}

export interface EnrolledDevice {
  readonly memberId: string;
  readonly certificate: Bytes;
}

/** Long enough for a holiday without a network; a lost phone's certificate dies by itself. */
const CERTIFICATE_LIFE_S = 14 * 86_400;
const ASSURANCES = ['soft', 'non_extractable'] as const;

/**
 * A new key becomes a new member; a key that is known gets its member id again and a fresh certificate, so a lost answer
 * costs nothing. Refusals: `key_in_use` (a till's key), `device_revoked`.
 */
export async function enrolDevice(
  deps: EnrolDeps,
  { message, key }: { readonly message: EnrolDeviceRequest; readonly key: DeviceKey },
): Promise<Result<EnrolledDevice, { readonly kind: 'key_in_use' | 'device_revoked' }>> {
  const candidate = hexFromBytes(deps.random.bytes(8));
  const nowMs = deps.clock.nowMs();
  const device = await inTransaction(deps.db, deps.random, async (tx) => {
    await insertNew(tx, { key, candidate, nowMs, assurance: message.assurance });
    return tx
      .selectFrom('device')
      .select(['role', 'owner', 'revoked_at'])
      .where('bucket', '=', bucketOf(key.id))
      .where('id', '=', key.id)
      .executeTakeFirstOrThrow();
  });
  if (device.role !== 'wallet') return err({ kind: 'key_in_use' });
  if (device.revoked_at !== null) return err({ kind: 'device_revoked' });
  const assurance = ASSURANCES[message.assurance];
  const certificate = await certify(deps.keys.server, { key, memberId: device.owner, assurance, nowMs });
  return ok({ memberId: device.owner, certificate });
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
  await tx.insertInto('member').values({ bucket, id: candidate, joined_at: nowMs }).execute();
  await tx.insertInto('member_device').values({ bucket, member: candidate, device: key.id }).execute();
}

interface Certified {
  readonly key: DeviceKey;
  readonly memberId: string;
  readonly assurance: (typeof ASSURANCES)[number];
  readonly nowMs: number;
}

function certify(server: Signer, { key, memberId, assurance, nowMs }: Certified): Promise<Bytes> {
  const issuedAtS = Math.floor(nowMs / 1000);
  const expiresAtS = issuedAtS + CERTIFICATE_LIFE_S;
  const certificate = {
    memberId: bytesFromHex(memberId)!,
    issuedAtS,
    expiresAtS,
    deviceKey: key.publicKey,
    assurance,
  };
  return makeDeviceCertificate(certificate, server);
}
