import { type Result, err, ok } from '#base/result.ts';
import type { Random } from '#base/ports.ts';
import type { UnsentExport } from '#bridge/cashier-transfer.ts';
import { sealUnsent } from '#protocol/unsent-file.ts';
import type { CashierStores } from '#storage/cashier-stores.ts';
import { OUTBOX_READ } from '#storage/outbox-store.ts';

/**
 * An encrypted file of everything this till could not send, and the only code that opens it; neither is kept. It needs
 * no key and no line, so it works also after the browser has lost the key. Refusals: `not_enrolled`, `nothing_unsent`.
 */
export async function exportUnsent(
  { store }: CashierStores,
  random: Random,
): Promise<Result<UnsentExport, { readonly kind: 'not_enrolled' | 'nothing_unsent' }>> {
  const { identity, enrolment, unsent } = await store.read(async ({ till, meta, outbox }) => ({
    identity: await till.get('identity'),
    enrolment: await meta.get('enrolment'),
    unsent: await outbox.unsent(OUTBOX_READ),
  }));
  if (identity === undefined || enrolment === undefined) return err({ kind: 'not_enrolled' });
  if (unsent.length === 0) return err({ kind: 'nothing_unsent' });
  const { tillName, tillNumber } = identity;
  const records = unsent.map(({ cose }) => cose);
  const sealed = await sealUnsent({ certificate: enrolment.certificate, tillName, records }, random);
  return ok({ ...sealed, fileName: `till-${tillNumber}-unsent.tessera`, records: records.length });
}
