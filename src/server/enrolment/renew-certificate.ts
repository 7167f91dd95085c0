import type { SyncChange } from '#api/sync.ts';
import { base64FromBytes } from '#base/bytes.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { inTransaction, type Tx } from '#server/db/transaction.ts';
import type { KeyStore } from '#server/keys.ts';
import {
  isDue,
  type IssuedCertificate,
  issueTillCertificate,
  issueWalletCertificate,
} from './certificates.ts';
import type { EnrolDeps } from './enrol-deps.ts';

/** Puts a fresh certificate into the device's changes when half of the old one's life is over. */
export async function renewCertificate(deps: EnrolDeps, deviceId: string): Promise<void> {
  const nowMs = deps.clock.nowMs();
  const seen = await deviceRow(deps.db, deviceId).executeTakeFirstOrThrow();
  if (!isDue(seen.role, seen.certificate_until, nowMs)) return;
  await inTransaction(deps.db, deps.random, async (tx) => {
    const device = await deviceRow(tx, deviceId).forUpdate().executeTakeFirstOrThrow();
    // Another call of the same device may have been quicker.
    if (!isDue(device.role, device.certificate_until, nowMs)) return;
    const issued = await issueFor(tx, deps.keys, { device, nowMs });
    const change: SyncChange = { kind: 'certificate', cose: base64FromBytes(issued.bytes) };
    const seq = device.stream_head + 1;
    const { bucket } = device;
    await tx
      .insertInto('change')
      .values({ bucket, stream: deviceId, seq, body: JSON.stringify(change) })
      .execute();
    await tx
      .updateTable('device')
      .set({ stream_head: seq, certificate_until: issued.untilMs })
      .where('bucket', '=', bucket)
      .where('id', '=', deviceId)
      .execute();
  });
}

function deviceRow(db: EnrolDeps['db'] | Tx, deviceId: string) {
  return db
    .selectFrom('device')
    .selectAll()
    .where('bucket', '=', bucketOf(deviceId))
    .where('id', '=', deviceId);
}

type DeviceRow = Awaited<ReturnType<ReturnType<typeof deviceRow>['executeTakeFirstOrThrow']>>;

async function issueFor(
  tx: Tx,
  keys: KeyStore,
  { device, nowMs }: { readonly device: DeviceRow; readonly nowMs: number },
): Promise<IssuedCertificate> {
  const publicKey = new Uint8Array(device.public_key);
  if (device.role === 'wallet') {
    const { owner: memberId, assurance } = device;
    return issueWalletCertificate(keys, { publicKey, memberId, assurance }, nowMs);
  }
  const till = await tx
    .selectFrom('terminal')
    .innerJoin('merchant', 'merchant.id', 'terminal.merchant_id')
    .select(['terminal.till_number', 'terminal.serial', 'merchant.currency_exponent'])
    .where('terminal.device_id', '=', device.id)
    .executeTakeFirstOrThrow();
  const facts = {
    tillNumber: till.till_number,
    serial: till.serial,
    currencyExponent: till.currency_exponent,
  };
  return issueTillCertificate(keys, { publicKey, merchantId: device.owner, ...facts }, nowMs);
}

/** Remembers until when the certificate is good that a device has just been given. */
export async function noteCertificate(deps: EnrolDeps, deviceId: string, untilMs: number): Promise<void> {
  await deps.db
    .updateTable('device')
    .set({ certificate_until: untilMs })
    .where('bucket', '=', bucketOf(deviceId))
    .where('id', '=', deviceId)
    .execute();
}
