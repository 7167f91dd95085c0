import type { Bytes } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { PaymentReceipt, PaymentRow } from '#storage/payment-store.ts';
import type { NewRecord } from '#worker/shared/journal.ts';
import type { EnrolledDevice } from './enrol.ts';
import { claimedPayment, claimedVoid, paymentFromParts } from './file-payment.ts';
import type { WalletDeps } from './wallet-deps.ts';

/**
 * Payments that this wallet does not know yet, each claimed anew as what its till has signed: the server takes a payment once,
 * whoever brings it. One that does not hold by this trust list is left to its till, which has the same receipt.
 * Refusals: `server_unreachable` (nobody has given this phone a trust list), those of the storage.
 */
export async function restorePayments(
  deps: WalletDeps,
  device: EnrolledDevice,
  payments: readonly (readonly Bytes[])[],
): Promise<Result<null, Refusal>> {
  if (payments.length === 0) return ok(null);
  const trusted = await deps.catalogue.current();
  if (trusted === undefined) return err({ kind: 'server_unreachable' });
  return deps.around.exclusive.run('tessera-wallet-receipts', async () => {
    for (const parts of payments) {
      const row = await paymentFromParts(deps, parts, { trusted, memberId: device.memberId });
      const kept = row === undefined ? ok(null) : await claimAnew(deps, device, { row, parts });
      if (!kept.ok) return kept;
    }
    return ok(null);
  });
}

interface Restored {
  readonly row: PaymentRow;
  /** Request, payment, receipt, and the void where there is one. */
  readonly parts: readonly Bytes[];
}

async function claimAnew(
  deps: WalletDeps,
  { signer }: EnrolledDevice,
  { row, parts }: Restored,
): Promise<Result<null, Refusal>> {
  const { stores, journal } = deps;
  const before = await stores.store.read(({ payments }) => payments.get(row.id));
  const { voided, receipt, ...paid } = row;
  if (before?.receipt === undefined && receipt !== undefined) {
    const record = recordOf('pay', parts.slice(0, 3), receipt);
    const appended = await journal.append(signer, record, async ({ payments }, recordId) => {
      const now = (await payments.get(row.id)) ?? paid;
      await payments.put(claimedPayment(now, receipt, recordId));
    });
    if (!appended.ok) return appended;
  }
  if (voided === undefined || before?.voided !== undefined) return ok(null);
  const record = recordOf('void_pay', parts, voided);
  const appended = await journal.append(signer, record, async ({ payments }, voidRecordId) => {
    const now = (await payments.get(row.id)) ?? paid;
    await payments.put(claimedVoid(now, voided, voidRecordId));
  });
  return appended.ok ? ok(null) : appended;
}

function recordOf(
  kind: 'pay' | 'void_pay',
  parts: readonly Bytes[],
  { issuedAtS }: PaymentReceipt,
): NewRecord {
  return { kind, parts, occurredAtMs: issuedAtS * 1_000 };
}
