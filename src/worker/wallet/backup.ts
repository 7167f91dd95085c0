import type { Bytes } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { FileView } from '#bridge/common-views.ts';
import type { BackupOrder } from '#bridge/wallet-safety.ts';
import { type BackupSecret, sealBackup } from '#protocol/backup-file.ts';
import { readRecoveryCode } from '#protocol/recovery-code.ts';
import { OUTBOX_READ, type SealedRecord } from '#storage/outbox-store.ts';
import type { PaymentRow } from '#storage/payment-store.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import {
  type BackedUpRecord,
  type BackupContents,
  bytesFromContents,
  isSaidKind,
} from './backup-contents.ts';
import { enrolledDevice } from './enrol.ts';
import { type Holdings, reversalOf } from './member-log.ts';
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
  const plain = bytesFromContents(contents);
  const bytes = await sealBackup(plain, secrets.value, (length) => around.random.bytes(length));
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
      said: await Promise.all(unsent.map((record) => saidIn(held, record))).then((said) => said.flat()),
      programmeIds: (await held.memberships.all()).map(({ programmeId }) => programmeId),
      hiddenIds: (await held.hiddenProgrammes.all()).map(({ programmeId }) => programmeId),
      added: (await held.addedProgrammes.all()).map(({ file }) => JSON.stringify(file)),
    };
  });
}

async function saidIn(
  { statements }: WalletRepositories,
  { id: recordId, kind, parts, occurredAtMs }: SealedRecord,
): Promise<readonly BackedUpRecord[]> {
  if (!isSaidKind(kind)) return [];
  const intentId = (await statements.get(recordId))?.intentId ?? recordId;
  return [{ recordId, intentId, kind, occurredAtMs, parts }];
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
