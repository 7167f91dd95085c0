import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { FileView } from '#bridge/common-views.ts';
import type { BackupOrder, RestoredView } from '#bridge/wallet-safety.ts';
import { type BackupSecret, openBackup, sealBackup } from '#protocol/backup-file.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { openMessage } from '#protocol/open-message.ts';
import { readRecoveryCode } from '#protocol/recovery-code.ts';
import { addProgrammeFile } from './programme-files.ts';
import { type BackupContents, bytesFromContents, contentsFromBytes } from './backup-contents.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { OUTBOX_READ } from '#storage/outbox-store.ts';
import type { PaymentRow } from '#storage/payment-store.ts';
import { checkIn } from './check-in.ts';
import { type EnrolledDevice, enrolledDevice } from './enrol.ts';
import { paymentFromParts } from './file-payment.ts';
import { joinProgramme } from './join.ts';
import { type Holdings, reversalOf } from './member-log.ts';
import { takeReceipt } from './read-code.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** The passphrase is all that stands between a found file and its contents. */
export const LEAST_PASSPHRASE = 12;

/** Refusals: `not_enrolled`, `recovery_code_…`, `backup_no_secret`, `backup_weak_passphrase`, those of the storage. */
export async function makeBackup(deps: WalletDeps, order: BackupOrder): Promise<Result<FileView, Refusal>> {
  const secrets = await secretsOf(order);
  if (!secrets.ok) return secrets;
  const device = await enrolledDevice(deps);
  if (device === undefined) return err({ kind: 'not_enrolled' });
  const { around, stores } = deps;
  const madeAtMs = around.clock.nowMs();
  const contents = await readContents(deps, device.memberId, madeAtMs);
  const bytes = await sealBackup(bytesFromContents(contents), secrets.value, (length) =>
    around.random.bytes(length),
  );
  const memory = { madeAtMs, receipts: contents.receipts.length };
  const kept = await stores.store.write(({ meta }) => meta.put('backup', memory));
  if (!kept.ok) return kept;
  deps.broadcast.changed('device');
  return ok({ name: `tessera-${madeAtMs}.backup`, bytes });
}

async function secretsOf({
  code,
  passphrase,
}: BackupOrder): Promise<Result<readonly BackupSecret[], Refusal>> {
  const secrets: BackupSecret[] = [];
  if (code !== undefined) {
    const secret = await readRecoveryCode(code);
    if (!secret.ok) return secret;
    secrets.push({ kind: 'code', secret: secret.value });
  }
  if (passphrase !== undefined) {
    if (Array.from(passphrase).length < LEAST_PASSPHRASE) return err({ kind: 'backup_weak_passphrase' });
    secrets.push({ kind: 'passphrase', text: passphrase });
  }
  return secrets.length === 0 ? err({ kind: 'backup_no_secret' }) : ok(secrets);
}

function readContents({ stores }: WalletDeps, memberId: string, madeAtMs: number): Promise<BackupContents> {
  return stores.store.read(async (held) => {
    const receipts = await held.receipts.all();
    const payments = await held.payments.all();
    const unsent = await held.outbox.unsent(OUTBOX_READ);
    const reversals = await held.decisions.get(payments.flatMap(({ voidRecordId }) => voidRecordId ?? []));
    return {
      madeAtMs,
      memberId,
      // Oldest first. What the server has turned down would only be turned down again.
      receipts: receipts
        .filter(({ decision }) => decision?.status !== 'rejected')
        .map(({ cose }) => cose)
        .toReversed(),
      presentations: await held.vouchers.presentationRows(),
      payments: payments.toReversed().flatMap((row) => paymentParts(row, reversals)),
      visits: unsent
        .filter(({ kind }) => kind === 'visit')
        .map(({ parts, occurredAtMs }) => ({ poster: parts[0]!, atS: Math.floor(occurredAtMs / 1_000) })),
      programmeIds: (await held.memberships.all()).map(({ programmeId }) => programmeId),
      hiddenIds: (await held.hiddenProgrammes.all()).map(({ programmeId }) => programmeId),
      added: (await held.addedProgrammes.all()).map(({ file }) => JSON.stringify(file)),
    };
  });
}

/** A payment that no till has answered may never have been one. */
function paymentParts(
  row: PaymentRow,
  reversals: Holdings['reversalDecisions'],
): readonly (readonly Bytes[])[] {
  const { request, cose, receipt, decision } = row;
  const reversal = reversalOf(row, reversals);
  if (receipt === undefined || decision?.status === 'rejected') return [];
  return [[request, cose, receipt.cose, ...(reversal === undefined ? [] : [reversal.cose])]];
}

/**
 * Brings in what this wallet does not hold. Each receipt is verified and claimed anew under its own id, so that one which the
 * server or this wallet has already cannot count twice. Refusals: `backup_…`, `not_enrolled`, those of the storage.
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
  const kept = await keepPresentations(deps, contents);
  if (!kept.ok) return kept;
  const programmes = await restoreProgrammes(deps, contents);
  const receipts = await restoreReceipts(deps, device, contents.receipts);
  if (!receipts.ok) return receipts;
  await restorePayments(deps, device, contents);
  for (const { poster, atS } of contents.visits) await checkIn(deps, codeFromBytes(poster), atS);
  deps.broadcast.changed('programmes', 'vouchers', 'activity', 'connection', 'device');
  deps.onAppended();
  return ok({ ...receipts.value, programmes });
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
async function restoreProgrammes(deps: WalletDeps, contents: BackupContents): Promise<number> {
  const { stores, around } = deps;
  let count = 0;
  for (const id of contents.programmeIds) if ((await joinProgramme(deps, id)).ok) count += 1;
  const known = new Set(
    (await stores.store.read(({ addedProgrammes }) => addedProgrammes.all())).map((row) => row.id),
  );
  for (const text of contents.added) {
    const added = await addProgrammeFile(deps, text);
    if (added.ok && !known.has(added.value)) count += 1;
  }
  const hiddenAtMs = around.clock.nowMs();
  await stores.store.write(async ({ hiddenProgrammes }) => {
    for (const programmeId of contents.hiddenIds) await hiddenProgrammes.put({ programmeId, hiddenAtMs });
  });
  return count;
}

/** The till reports them too; until the server has told of it they count here as what both have signed. */
async function restorePayments(
  deps: WalletDeps,
  { memberId }: EnrolledDevice,
  { payments }: BackupContents,
): Promise<void> {
  const trusted = await deps.catalogue.current();
  if (trusted === undefined) return;
  for (const parts of payments) {
    const row = await paymentFromParts(deps, parts, { trusted, memberId });
    if (row === undefined) continue;
    await deps.stores.store.write(async (held) => {
      if ((await held.payments.get(row.id)) === undefined) await held.payments.put(row);
    });
  }
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
    if (!taken.ok && taken.error.kind.startsWith('storage_')) return taken;
    if (!taken.ok) continue;
    counts.receipts += 1;
    if (taken.value.kind === 'earned' || taken.value.kind === 'redeemed') counts.records += 1;
  }
  return ok(counts);
}
