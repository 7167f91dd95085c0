// Tills that another till has added without a signal: which of them the server credits.
import { type Bytes, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { openTerminalCertificate } from '#protocol/chain.ts';
import { parentSerialOf } from '#protocol/delegation.ts';
import type { TerminalCertificate, TrustList } from '#protocol/messages.ts';
import { openAs } from '#protocol/open-message.ts';
import { type ProtocolRefusal, refuse } from '#protocol/refusal.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import type { Tx } from '#server/db/transaction.ts';
import { deviceOwner } from './member-devices.ts';

export interface ProvedDelegate {
  readonly certificate: TerminalCertificate;
  readonly delegatedBy: TerminalCertificate;
}

export interface DelegateRefusal {
  readonly kind: 'serial_unregistered' | 'delegation_revoked' | 'delegation_full' | 'key_in_use';
}

/** A tablet whose clock is further ahead than this has a certificate that begins in the future. */
const MAX_FUTURE_MS = 86_400_000;

/** Its whole chain, at the time it was signed: it comes late by nature. Refusals: those of the chain. */
export async function proveDelegate(
  bytes: Bytes,
  trustList: TrustList,
  nowMs: number,
): Promise<Result<ProvedDelegate, ProtocolRefusal>> {
  const read = openAs(TERMINAL_CERTIFICATE, bytes);
  if (!read.ok) return read;
  const atMs = read.value.value.issuedAtS * 1000;
  if (atMs > nowMs + MAX_FUTURE_MS) return refuse('cert_not_yet');
  const opened = await openTerminalCertificate(bytes, { trustList, atMs, nowMs, permissions: [] });
  if (!opened.ok) return opened;
  const { certificate, delegatedBy } = opened.value;
  return delegatedBy === undefined ? refuse('cert_delegation', 'root') : ok({ certificate, delegatedBy });
}

/**
 * From now on what it signs counts, whoever brings it: the till itself, or a customer's phone that was quicker. A till adds
 * as many as its certificate says; those that the operator stands by are no longer counted. Refusals in this order:
 * `serial_unregistered` (of the enrolling till), `delegation_revoked`, `key_in_use`, `delegation_full`.
 */
export async function admitDelegate(
  tx: Tx,
  { certificate, delegatedBy }: ProvedDelegate,
  nowMs: number,
): Promise<Result<null, DelegateRefusal>> {
  const { serial, terminalKey } = certificate;
  const merchantId = hexFromBytes(certificate.merchantId);
  // The row of the enrolling till is the lock under which those it adds are counted.
  const parent = await tx
    .selectFrom('terminal')
    .select(['device_id', 'revoked_at'])
    .where('serial', '=', delegatedBy.serial)
    .where('merchant_id', '=', merchantId)
    .forUpdate()
    .executeTakeFirst();
  if (parent === undefined) return err({ kind: 'serial_unregistered' });
  const known = await tx.selectFrom('delegation').selectAll().where('serial', '=', serial).executeTakeFirst();
  if (typeof known?.disowned_at === 'number') return err({ kind: 'delegation_revoked' });
  const isConfirmed = typeof known?.confirmed_at === 'number';
  const isParentGone =
    parent.revoked_at !== null || typeof (await deviceOwner(tx, parent.device_id))?.revoked_at === 'number';
  if (isParentGone && !isConfirmed) return err({ kind: 'delegation_revoked' });
  if (known !== undefined) {
    const isSame = known.terminal_key !== null && equalBytes(known.terminal_key, terminalKey);
    return isSame ? ok(null) : err({ kind: 'key_in_use' });
  }
  if ((await unconfirmedOf(tx, delegatedBy.serial)) >= (delegatedBy.delegates ?? 0))
    return err({ kind: 'delegation_full' });
  const row = {
    serial,
    merchant_id: merchantId,
    parent_serial: delegatedBy.serial,
    terminal_key: Buffer.from(terminalKey),
    admitted_at: nowMs,
    confirmed_at: null,
    disowned_at: null,
  };
  await tx.insertInto('delegation').values(row).execute();
  return ok(null);
}

/**
 * The till that signed says that the digits were not the same: what that key has signed or will sign counts for nobody.
 * Nothing happens to a serial that is not one of its own, or that the operator has confirmed.
 */
export async function disownDelegate(
  tx: Tx,
  parent: { readonly serial: number; readonly merchantId: string },
  serial: number,
  nowMs: number,
): Promise<void> {
  if (serial === parent.serial || parentSerialOf(serial) !== parent.serial) return;
  const row = {
    serial,
    merchant_id: parent.merchantId,
    parent_serial: parent.serial,
    terminal_key: null,
    admitted_at: null,
    confirmed_at: null,
    disowned_at: nowMs,
  };
  await tx
    .insertInto('delegation')
    .values(row)
    .onConflict((on) =>
      on.column('serial').doUpdateSet({ disowned_at: nowMs }).where('delegation.confirmed_at', 'is', null),
    )
    .execute();
}

export function addedState(confirmedAtMs: number | null): 'confirmed' | 'unconfirmed' {
  return confirmedAtMs === null ? 'unconfirmed' : 'confirmed';
}

async function unconfirmedOf(tx: Tx, parentSerial: number): Promise<number> {
  const { count } = await tx
    .selectFrom('delegation')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('parent_serial', '=', parentSerial)
    .where('confirmed_at', 'is', null)
    .where('disowned_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}
