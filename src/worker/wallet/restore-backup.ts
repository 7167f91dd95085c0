import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { RestoredView } from '#bridge/wallet-safety.ts';
import { openBackup } from '#protocol/backup-file.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { openMessage } from '#protocol/open-message.ts';
import { readRecoveryCode } from '#protocol/recovery-code.ts';
import { type BackupContents, contentsFromBytes } from './backup-contents.ts';
import { checkIn } from './check-in.ts';
import { type EnrolledDevice, enrolledDevice } from './enrol.ts';
import { joinProgramme } from './join.ts';
import { keepProgrammeFile } from './programme-files.ts';
import { takeReceipt } from './read-code.ts';
import { restateJoins, restateStatements } from './restate.ts';
import { restorePayments } from './restore-payments.ts';
import type { WalletDeps } from './wallet-deps.ts';

/**
 * Brings in what this wallet does not hold. Each receipt is verified and claimed anew under its own id, and each word of the
 * member said again under its record's, so that what the server or this wallet has already cannot count twice. The same file
 * again goes on where the storage refused. Refusals: `backup_…`, `not_enrolled`, `server_unreachable`, those of the storage.
 */
export async function restoreBackup(
  deps: WalletDeps,
  file: Bytes,
  secret: string,
): Promise<Result<RestoredView, Refusal>> {
  const opened = await openWith(file, secret);
  if (!opened.ok) return opened;
  const contents = contentsFromBytes(opened.value);
  if (contents === undefined) return err({ kind: 'backup_damaged' });
  const device = await enrolledDevice(deps);
  if (device === undefined) return err({ kind: 'backup_before_recovery' });
  if (device.memberId !== contents.memberId) return err({ kind: 'backup_other_member' });
  const restored = await bringIn(deps, device, contents);
  deps.broadcast.changed('programmes', 'vouchers', 'activity', 'connection', 'device');
  deps.onAppended();
  return restored;
}

/** Memberships before what counts by them, and what the member said last: it may spend what the receipts gave. */
async function bringIn(
  deps: WalletDeps,
  device: EnrolledDevice,
  contents: BackupContents,
): Promise<Result<RestoredView, Refusal>> {
  const kept = await keepPresentations(deps, contents);
  if (!kept.ok) return kept;
  const joins = await restateJoins(deps, device, contents.said);
  if (!joins.ok) return joins;
  const programmes = await restoreProgrammes(deps, contents);
  if (!programmes.ok) return programmes;
  const receipts = await restoreReceipts(deps, device, contents.receipts);
  if (!receipts.ok) return receipts;
  const payments = await restorePayments(deps, device, contents.payments);
  if (!payments.ok) return payments;
  const visits = await restoreVisits(deps, contents);
  if (!visits.ok) return visits;
  const said = await restateStatements(deps, device, contents.said);
  if (!said.ok) return said;
  const records = receipts.value.records + said.value;
  return ok({ ...receipts.value, records, programmes: joins.value + programmes.value });
}

/** A poster whose merchant is gone gives nothing any more; that is no reason to keep back the rest. */
async function restoreVisits(deps: WalletDeps, { visits }: BackupContents): Promise<Result<null, Refusal>> {
  for (const { poster, atS } of visits) {
    const visited = await checkIn(deps, codeFromBytes(poster), atS);
    if (!visited.ok && isOfStorage(visited.error)) return visited;
  }
  return ok(null);
}

function isOfStorage({ kind }: Refusal): boolean {
  return kind.startsWith('storage_');
}

/** Whatever looks like a recovery code is tried as one, then as a passphrase. */
async function openWith(file: Bytes, text: string): Promise<Result<Bytes, Refusal>> {
  const code = await readRecoveryCode(text);
  if (code.ok) {
    const opened = await openBackup(file, { kind: 'code', secret: code.value });
    if (opened.ok || opened.error.kind !== 'backup_wrong_secret') return opened;
  }
  return openBackup(file, { kind: 'passphrase', text });
}

function keepPresentations({ stores }: WalletDeps, { presentations }: BackupContents) {
  return stores.store.write(async ({ vouchers }) => {
    for (const row of presentations)
      if ((await vouchers.presentation(row.id)) === undefined) await vouchers.addPresentation(row);
  });
}

/** How many were not here. What cannot be joined or read any more is left out: its receipts are kept all the same. */
async function restoreProgrammes(
  deps: WalletDeps,
  contents: BackupContents,
): Promise<Result<number, Refusal>> {
  let count = 0;
  for (const id of contents.programmeIds) {
    const joined = await joinProgramme(deps, id);
    if (!joined.ok && isOfStorage(joined.error)) return joined;
    if (joined.ok) count += 1;
  }
  const added = await restoreAdded(deps, contents);
  if (!added.ok) return added;
  const hiddenAtMs = deps.around.clock.nowMs();
  const hidden = await deps.stores.store.write(async ({ hiddenProgrammes }) => {
    for (const programmeId of contents.hiddenIds) await hiddenProgrammes.put({ programmeId, hiddenAtMs });
  });
  return hidden.ok ? ok(count + added.value) : hidden;
}

async function restoreAdded(deps: WalletDeps, { added }: BackupContents): Promise<Result<number, Refusal>> {
  const rows = await deps.stores.store.read(({ addedProgrammes }) => addedProgrammes.all());
  const known = new Set(rows.map(({ id }) => id));
  let count = 0;
  for (const text of added) {
    const kept = await keepProgrammeFile(deps, text);
    if (!kept.ok) return kept;
    if (kept.value.ok && !known.has(kept.value.value)) count += 1;
  }
  return ok(count);
}

async function restoreReceipts(
  deps: WalletDeps,
  device: EnrolledDevice,
  receipts: readonly Bytes[],
): Promise<Result<Omit<RestoredView, 'programmes'>, Refusal>> {
  const { store } = deps.stores;
  const counts = { receipts: 0, records: 0, known: 0 };
  for (const cose of receipts) {
    const opened = openMessage(cose);
    if (!opened.ok) continue;
    const id = hexFromBytes(await messageIdOf(opened.value.sign1));
    if ((await store.read((held) => held.receipts.get(id))) !== undefined) {
      counts.known += 1;
      continue;
    }
    const taken = await deps.around.exclusive.run('tessera-wallet-receipts', () =>
      takeReceipt(deps, device, cose),
    );
    if (!taken.ok && isOfStorage(taken.error)) return taken;
    if (!taken.ok) continue;
    counts.receipts += 1;
    if (taken.value.kind === 'earned' || taken.value.kind === 'redeemed') counts.records += 1;
  }
  return ok(counts);
}
