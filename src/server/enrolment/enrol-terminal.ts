import { type Bytes, bytesFromBase64, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { isReadable, plainLine } from '#base/plain-line.ts';
import { openTerminalCertificate } from '#protocol/chain.ts';
import type { SalesLimits } from '#protocol/messages.ts';
import { openAs } from '#protocol/open-message.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { EnrolTerminalRequest } from '#api/enrol-terminal.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { inTransaction, type Tx } from '#server/db/transaction.ts';
import type { TillCurrency } from '#server/spending/face-limits.ts';
import { issueTillCertificate, type TillFacts } from './certificates.ts';
import type { DeviceKey } from './device-id.ts';
import type { EnrolDeps, EnrolNewDeps } from './enrol-deps.ts';
import { pairingCodeHash } from './pairing-code.ts';
import { noteCertificate } from './renew-certificate.ts';
import { mayReturn } from './returning-till.ts';

export interface EnrolledTerminal {
  readonly merchantId: string;
  readonly tillNumber: number;
  readonly certificate: Bytes;
}

export interface PairingRefusal {
  readonly kind:
    | 'pairing_code_unknown'
    | 'pairing_code_used'
    | 'pairing_code_expired'
    | 'key_in_use'
    | 'device_revoked';
}

/**
 * A code pairs one till, once. The same till with the same code gets its certificate again (its first answer was lost); a
 * paired till with a new code of the same merchant keeps its number and is renewed. A till that brings its certificate keeps the
 * serial that its receipts carry, though this server has forgotten it with an older backup. A till that was put away comes back
 * with a new code alone. Refusals in this order: `pairing_code_unknown`, `pairing_code_used`, `pairing_code_expired`,
 * `key_in_use`, `device_revoked`.
 */
export async function enrolTerminal(
  deps: EnrolNewDeps,
  { message, key }: { readonly message: EnrolTerminalRequest; readonly key: DeviceKey },
): Promise<Result<EnrolledTerminal, PairingRefusal>> {
  const nowMs = deps.clock.nowMs();
  const before = await earlierPairing(deps, message, key);
  return inTransaction(deps.db, deps.random, async (tx) => {
    const code = await lockCode(tx, { code: message.pairingCode, deviceId: key.id, nowMs });
    if (!code.ok) return code;
    const { merchantId, tillName, isNew } = code.value;
    const terminal = await registerTerminal(tx, {
      key,
      drawnSerial: deps.ids.serial(key),
      nowMs,
      merchantId,
      name: tillName ?? message.name,
      isAskedFor: isNew,
      ...(before?.merchantId === merchantId ? { serial: before.serial } : {}),
    });
    if (!terminal.ok) return terminal;
    // Only a pairing that worked uses the code up.
    await markUsed(tx, code.value.hash, { used_at: nowMs, used_by: key.id });
    return ok(await certifyTerminal(tx, deps.keys, { ...terminal.value, key, nowMs }));
  });
}

/** In the transaction that has read what it says: whoever changes that makes it due again, and must come after it. */
export async function certifyTerminal(
  tx: Tx,
  keys: EnrolDeps['keys'],
  { key, nowMs, ...facts }: Omit<TillFacts, 'publicKey'> & Pick<Registration, 'key' | 'nowMs'>,
): Promise<EnrolledTerminal> {
  const issued = await issueTillCertificate(keys, { ...facts, publicKey: key.publicKey }, nowMs);
  await noteCertificate(tx, key.id, issued.untilMs);
  return { merchantId: facts.merchantId, tillNumber: facts.tillNumber, certificate: issued.bytes };
}

/** What the certificate that a till brings says, if a root of ours signed it for this very key. */
async function earlierPairing(
  { directories }: EnrolDeps,
  { certificate }: EnrolTerminalRequest,
  { publicKey }: DeviceKey,
): Promise<{ readonly merchantId: string; readonly serial: number } | undefined> {
  const bytes = certificate === undefined ? undefined : bytesFromBase64(certificate);
  const read = bytes === undefined ? undefined : openAs(TERMINAL_CERTIFICATE, bytes);
  if (bytes === undefined || read?.ok !== true) return undefined;
  // It may have ended meanwhile.
  const atMs = read.value.value.issuedAtS * 1000;
  const { trustList } = await directories.read();
  const opened = await openTerminalCertificate(bytes, { trustList, atMs, nowMs: atMs, permissions: [] });
  if (!opened.ok || opened.value.delegatedBy !== undefined) return undefined;
  const { terminalKey, merchantId, serial } = opened.value.certificate;
  return equalBytes(terminalKey, publicKey) ? { merchantId: hexFromBytes(merchantId), serial } : undefined;
}

interface LockedCode {
  readonly hash: Buffer;
  readonly merchantId: string;
  readonly tillName: string | null;
  /** Nobody has used it yet. */
  readonly isNew: boolean;
}

async function lockCode(
  tx: Tx,
  wanted: { readonly code: string; readonly deviceId: string; readonly nowMs: number },
): Promise<Result<LockedCode, PairingRefusal>> {
  const hash = pairingCodeHash(wanted.code);
  const row = await tx
    .selectFrom('pairing_code')
    .selectAll()
    .where('code_hash', '=', hash)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return err({ kind: 'pairing_code_unknown' });
  const locked = { hash, merchantId: row.merchant_id, tillName: row.till_name, isNew: row.used_by === null };
  if (row.used_by === wanted.deviceId) return ok(locked);
  if (row.used_by !== null) return err({ kind: 'pairing_code_used' });
  return wanted.nowMs < row.expires_at ? ok(locked) : err({ kind: 'pairing_code_expired' });
}

async function markUsed(
  tx: Tx,
  hash: Buffer,
  use: { readonly used_at: number; readonly used_by: string },
): Promise<void> {
  await tx
    .updateTable('pairing_code')
    .set(use)
    .where('code_hash', '=', hash)
    .where('used_by', 'is', null)
    .execute();
}

export interface Registration {
  readonly key: DeviceKey;
  readonly merchantId: string;
  readonly name: string;
  readonly nowMs: number;
  /** By the operator, in this moment; else a till that was put away stays away. */
  readonly isAskedFor: boolean;
  /** For a till that has none yet. */
  readonly drawnSerial: number;
  /** Of a till that another till has added, or that comes back: it keeps its number in the chain of its receipts. */
  readonly serial?: number;
}

export interface RegisteredTerminal {
  readonly merchantId: string;
  readonly tillNumber: number;
  readonly serial: number;
  readonly currency: TillCurrency;
  readonly sales: SalesLimits | null;
}

/** Refusals: `key_in_use` (by another merchant or under another serial), `device_revoked`. */
export async function registerTerminal(
  tx: Tx,
  { key, merchantId, name, nowMs, drawnSerial, isAskedFor, ...given }: Registration,
): Promise<Result<RegisteredTerminal, { readonly kind: 'key_in_use' | 'device_revoked' }>> {
  // The merchant's row is the lock under which its tills are numbered: no sequence, no gap.
  const merchant = await tx
    .selectFrom('merchant')
    .select(['slug', 'currency_code', 'currency_exponent'])
    .where('id', '=', merchantId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const currency = { code: merchant.currency_code, exponent: merchant.currency_exponent };
  const facts = { merchantId, currency };
  await lockKnownDevice(tx, key.id);
  const known = await tx
    .selectFrom('terminal')
    .selectAll()
    .where('device_id', '=', key.id)
    .executeTakeFirst();
  if (known !== undefined) {
    const isOther = known.serial !== (given.serial ?? known.serial);
    if (known.merchant_id !== merchantId || isOther) return err({ kind: 'key_in_use' });
    const { till_number: tillNumber, serial, sales_limits: sales } = known;
    const target = `${merchant.slug}/${tillNumber}`;
    const till = { deviceId: key.id, serial, target, nowMs, isAskedFor };
    if (!(await mayReturn(tx, till))) return err({ kind: 'device_revoked' });
    return ok({ ...facts, tillNumber, serial, sales });
  }
  const isNew = await insertDevice(tx, { key, merchantId, nowMs });
  if (!isNew) return err({ kind: 'key_in_use' });
  const last = await tx
    .selectFrom('terminal')
    .select((eb) => eb.fn.max('till_number').as('number'))
    .where('merchant_id', '=', merchantId)
    .executeTakeFirst();
  const tillNumber = (last?.number ?? 0) + 1;
  const serial = given.serial ?? drawnSerial;
  const row = {
    merchant_id: merchantId,
    till_number: tillNumber,
    serial,
    name: tillName(name, tillNumber),
    device_id: key.id,
    paired_at: nowMs,
  };
  await tx.insertInto('terminal').values(row).execute();
  return ok({ ...facts, tillNumber, serial, sales: null });
}

/** What is read of it after this stays so: whoever changes a till makes its certificate due, and waits for that here. */
async function lockKnownDevice(tx: Tx, deviceId: string): Promise<void> {
  await tx
    .selectFrom('device')
    .select('id')
    .where('bucket', '=', bucketOf(deviceId))
    .where('id', '=', deviceId)
    .forUpdate()
    .execute();
}

/** As its person typed it, but for what nobody can see: pasted text has such, and no till is turned away for that. */
function tillName(typed: string, tillNumber: number): string {
  const name = plainLine(typed);
  return isReadable(name) ? name : `Till ${tillNumber}`;
}

async function insertDevice(
  tx: Tx,
  { key, merchantId, nowMs }: Pick<Registration, 'key' | 'merchantId' | 'nowMs'>,
): Promise<boolean> {
  const row = {
    bucket: bucketOf(key.id),
    id: key.id,
    role: 'terminal' as const,
    public_key: Buffer.from(key.publicKey),
    owner: merchantId,
    assurance: 1,
    server_time_proved: nowMs,
    revoked_at: null,
  };
  const inserted = await tx
    .insertInto('device')
    .values(row)
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}
