import type { Selectable } from 'kysely';
import type { SyncChange } from '#api/sync.ts';
import { base64FromBytes } from '#base/bytes.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Database } from '#server/db/schema.ts';
import { inTransaction, type Tx } from '#server/db/transaction.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';
import type { KeyStore } from '#server/keys.ts';
import type { Directory } from '#server/push/directory.ts';
import { addedState } from './delegates.ts';
import { isDue, type IssuedCertificate, issueTillCertificate } from './certificates.ts';
import type { EnrolDeps } from './enrol-deps.ts';
import { certifyWallet, isWalletDue, renewWallet } from './wallet-certificate.ts';

/** Puts a fresh certificate into the device's changes when the old one is half over, or says what is no longer so. */
export async function renewCertificate(deps: EnrolDeps, device: KnownDevice): Promise<void> {
  const nowMs = deps.clock.nowMs();
  const directory = await deps.directories.read();
  const context = { ...deps, directory, nowMs };
  // Nearly every call finds nothing, so it looks without a lock and without a transaction first.
  if (!(await isRenewalDue(deps.db, context, device))) return;
  await inTransaction(deps.db, deps.random, async (tx) => {
    const row = await lockDevice(tx, device.id);
    // Since its call was let in.
    if (row.revoked_at !== null) return;
    const issued =
      row.role === 'wallet' ? await renewWallet(tx, context, row) : await renewTill(tx, context, row);
    if (issued === undefined) return;
    const change: SyncChange = { kind: 'certificate', cose: base64FromBytes(issued.bytes) };
    const seq = row.stream_head + 1;
    const { bucket, id } = row;
    await tx
      .insertInto('change')
      .values({ bucket, stream: id, seq, body: JSON.stringify(change), at_ms: nowMs })
      .execute();
    await tx
      .updateTable('device')
      .set({ stream_head: seq, certificate_until: issued.untilMs })
      .where('bucket', '=', bucket)
      .where('id', '=', id)
      .execute();
  });
}

/** For as long as the transaction lasts. */
export function lockDevice(tx: Tx, deviceId: string): Promise<DeviceRow> {
  return tx
    .selectFrom('device')
    .selectAll()
    .where('bucket', '=', bucketOf(deviceId))
    .where('id', '=', deviceId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

type DeviceRow = Selectable<Database['device']>;

async function isRenewalDue(
  db: EnrolDeps['db'],
  context: { readonly directory: Directory; readonly nowMs: number },
  device: KnownDevice,
): Promise<boolean> {
  if (device.role === 'wallet') return isWalletDue(db, context, device);
  return isTillDue(device.certificateUntilMs, context.nowMs);
}

function isTillDue(untilMs: number, nowMs: number): boolean {
  return isDue('terminal', { untilMs, spends: false }, nowMs);
}

/** `undefined` when another call of the same till was quicker. */
async function renewTill(
  tx: Tx,
  { keys, nowMs }: { readonly keys: KeyStore; readonly nowMs: number },
  device: DeviceRow,
): Promise<IssuedCertificate | undefined> {
  return isTillDue(device.certificate_until, nowMs) ? issueForTill(tx, keys, { device, nowMs }) : undefined;
}

async function issueForTill(
  tx: Tx,
  keys: KeyStore,
  { device, nowMs }: { readonly device: DeviceRow; readonly nowMs: number },
): Promise<IssuedCertificate> {
  const publicKey = new Uint8Array(device.public_key);
  const till = await tx
    .selectFrom('terminal')
    .innerJoin('merchant', 'merchant.id', 'terminal.merchant_id')
    .leftJoin('delegation', 'delegation.serial', 'terminal.serial')
    .select([
      'delegation.admitted_at',
      'delegation.confirmed_at',
      'terminal.till_number',
      'terminal.serial',
      'terminal.sales_limits',
      'merchant.currency_code',
      'merchant.currency_exponent',
    ])
    .where('terminal.device_id', '=', device.id)
    .executeTakeFirstOrThrow();
  const facts = {
    tillNumber: till.till_number,
    serial: till.serial,
    sales: till.sales_limits,
    currency: { code: till.currency_code, exponent: till.currency_exponent },
    ...(till.admitted_at === null ? {} : { added: addedState(till.confirmed_at) }),
  };
  return issueTillCertificate(keys, { publicKey, merchantId: device.owner, ...facts }, nowMs);
}

/** A certificate that goes to a locked wallet in the answer to its own call. */
export async function certifyCaller(
  tx: Tx,
  context: Parameters<typeof certifyWallet>[1],
  device: DeviceRow,
): Promise<IssuedCertificate> {
  const issued = await certifyWallet(tx, context, device);
  await noteCertificate(tx, device.id, issued.untilMs);
  return issued;
}

/** Remembers until when the certificate is good that a device has just been given. */
export async function noteCertificate(
  db: EnrolDeps['db'] | Tx,
  deviceId: string,
  untilMs: number,
): Promise<void> {
  await db
    .updateTable('device')
    .set({ certificate_until: untilMs })
    .where('bucket', '=', bucketOf(deviceId))
    .where('id', '=', deviceId)
    .execute();
}
