import { type Bytes, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { Clock } from '#base/ports.ts';
import type { UnsentImport } from '#bridge/cashier-transfer.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import { openTerminalCertificate } from '#protocol/chain.ts';
import type { TerminalCertificate } from '#protocol/messages.ts';
import { openAs } from '#protocol/open-message.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import { type UnsentFile, openUnsent } from '#protocol/unsent-file.ts';
import { verifyJournalRecord } from '#protocol/verify-at-server.ts';
import type { RelayRow } from '#storage/cashier-relay-store.ts';
import type { CashierStores } from '#storage/cashier-stores.ts';
import type { FindTill, Till } from './till.ts';

export interface ImportDeps {
  readonly stores: CashierStores;
  readonly findTill: FindTill;
  readonly clock: Clock;
}

/**
 * Opens another till's file, checks its certificate and every record's signature, and keeps the records strictly until
 * the server has decided. All or nothing; what is here already changes nothing. Refusals: `not_enrolled`,
 * `transfer_code_wrong`, `transfer_unreadable`, `transfer_foreign`, `transfer_own`, those of the certificate, `bad_signature`,
 * those of the storage.
 */
export async function importUnsent(
  deps: ImportDeps,
  file: Bytes,
  code: string,
): Promise<Result<UnsentImport, RefusalView>> {
  const till = await deps.findTill();
  if (!till.ok) return till;
  const opened = await openUnsent(file, code);
  if (!opened.ok) return opened;
  const sender = await senderOf(opened.value, till.value, deps.clock.nowMs());
  if (!sender.ok) return sender;
  const rows = await rowsFrom(opened.value, sender.value);
  if (!rows.ok) return rows;
  const written = await deps.stores.store.write(({ relayed }) => relayed.add(rows.value));
  if (!written.ok) return written;
  return ok({ tillName: opened.value.tillName, records: rows.value.length, fresh: written.value });
}

/** A till of this merchant, and not this one. Its certificate may have ended since: it counts when it was given. */
async function senderOf(
  { certificate }: UnsentFile,
  till: Till,
  nowMs: number,
): Promise<Result<TerminalCertificate, RefusalView>> {
  const stated = openAs(TERMINAL_CERTIFICATE, certificate);
  if (!stated.ok) return err({ kind: 'transfer_unreadable' });
  const given = await openTerminalCertificate(certificate, {
    trustList: till.trustList,
    atMs: stated.value.value.issuedAtS * 1_000,
    nowMs,
    permissions: [],
  });
  if (!given.ok) return given;
  const sender = given.value.certificate;
  if (!equalBytes(sender.merchantId, till.certificate.merchantId)) return err({ kind: 'transfer_foreign' });
  if (equalBytes(sender.terminalKey, till.certificate.terminalKey)) return err({ kind: 'transfer_own' });
  return ok(sender);
}

async function rowsFrom(
  { records, tillName }: UnsentFile,
  { terminalKey }: TerminalCertificate,
): Promise<Result<readonly RelayRow[], RefusalView>> {
  const device = hexFromBytes(await thumbprint(terminalKey));
  const rows: RelayRow[] = [];
  for (const cose of records) {
    const verified = await verifyJournalRecord(cose, terminalKey);
    if (!verified.ok) return verified;
    const { eventId: id, epoch, sequence } = verified.value;
    rows.push({ id, device, epoch, sequence, cose, tillName, state: 0 });
  }
  return ok(rows);
}
