// What a till answers to a payment, whether this phone scans it or the server tells it.
import { type Bytes, bytesFromBase64, hexFromBytes } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { SyncChange } from '#api/sync.ts';
import { payTermsOf } from '#loyalty/ledger/pay-terms.ts';
import { bytesFromCode } from '#protocol/code.ts';
import { verifyPaidRecord } from '#protocol/verify-pay-at-server.ts';
import {
  type PaymentState,
  type PaymentVerdict,
  verifyPaymentAnswer,
} from '#protocol/verify-pay-at-wallet.ts';
import type { PaymentReceipt, PaymentRow } from '#storage/payment-store.ts';
import type { ReceiptDecision } from '#storage/receipt-store.ts';
import type { TrustedCatalogue } from '#worker/shared/catalogue.ts';
import { enrolledDevice } from './enrol.ts';
import type { WalletDeps } from './wallet-deps.ts';
import { keysOfHistory } from '#protocol/server-keys.ts';

export interface AnsweredPayment {
  readonly kind: 'paid' | 'payment_voided' | 'payment_known';
  readonly paymentId: string;
}

/**
 * Reads a pay receipt or a void: verifies it, keeps it strictly with a signed record that claims it. Refusals: those of
 * `verifyPaymentAnswer`, `not_enrolled`, those of the storage.
 */
export function takePaymentAnswer(deps: WalletDeps, text: string): Promise<Result<AnsweredPayment, Refusal>> {
  return deps.around.exclusive.run('tessera-wallet-receipts', async () => {
    const device = await enrolledDevice(deps);
    if (device === undefined) return err({ kind: 'not_enrolled' });
    const rows = await deps.stores.store.read(({ payments }) => payments.all());
    const trusted = await deps.catalogue.current();
    const policy = trusted === undefined ? {} : { trustList: trusted.trustList };
    const { verdict } = await verifyPaymentAnswer(text, stateOf(rows), policy, deps.around.clock);
    const bytes = bytesFromCode(text);
    if (!bytes.ok) return bytes;
    if ('refusal' in verdict) return err({ kind: verdict.refusal.kind });
    if (verdict.kind === 'duplicate') {
      const known = rows.find((row) => answersOf(row).includes(verdict.receiptId));
      return known === undefined ? err({ kind: 'record_unknown' }) : ok(answered('payment_known', known));
    }
    const row = rowFor(rows, verdict);
    if (row === undefined) return err({ kind: 'not_my_presentation' });
    return claim(deps, device.signer, { row, verdict, bytes: bytes.value });
  });
}

type Answer = Extract<PaymentVerdict, { readonly kind: 'paid' | 'voided' }>;

function answered(kind: AnsweredPayment['kind'], { id }: PaymentRow): AnsweredPayment {
  return { kind, paymentId: id };
}

function stateOf(rows: readonly PaymentRow[]): PaymentState {
  return {
    payments: new Map(rows.map(({ id, content }) => [id, content.points])),
    voidable: new Map(
      rows.flatMap(({ receipt, content }) =>
        receipt === undefined
          ? []
          : [
              [
                receipt.id,
                { merchantId: merchantBytes(content.merchantId), points: content.points },
              ] as const,
            ],
      ),
    ),
    answers: new Map(rows.flatMap(answersBy)),
  };
}

/** What each answer answers: a receipt the payment, a void the receipt. */
function answersBy({ id, receipt, voided }: PaymentRow): readonly (readonly [string, string])[] {
  if (receipt === undefined) return [];
  const paid = [id, receipt.id] as const;
  return voided === undefined ? [paid] : [paid, [receipt.id, voided.id]];
}

/** Ids of what tills have answered to a payment. */
function answersOf({ receipt, voided }: PaymentRow): readonly string[] {
  return [receipt, voided].flatMap((answer) => (answer === undefined ? [] : [answer.id]));
}

function merchantBytes(hex: string): Bytes {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function rowFor(rows: readonly PaymentRow[], answer: Answer): PaymentRow | undefined {
  return answer.kind === 'paid'
    ? rows.find(({ id }) => id === hexFromBytes(answer.receipt.paymentId))
    : rows.find(({ receipt }) => receipt?.id === hexFromBytes(answer.receipt.voidedId));
}

async function claim(
  deps: WalletDeps,
  signer: Parameters<WalletDeps['journal']['append']>[0],
  { row, verdict, bytes }: { readonly row: PaymentRow; readonly verdict: Answer; readonly bytes: Bytes },
): Promise<Result<AnsweredPayment, Refusal>> {
  const { issuedAtS } = verdict.receipt;
  const answerOf = { id: hexFromBytes(verdict.messageId), cose: bytes, issuedAtS };
  const paid = verdict.kind === 'paid';
  const receipt = paid ? bytes : row.receipt?.cose;
  if (receipt === undefined) return err({ kind: 'not_my_presentation' });
  const parts = paid ? [row.request, row.cose, receipt] : [row.request, row.cose, receipt, bytes];
  const record = {
    kind: paid ? ('pay' as const) : ('void_pay' as const),
    parts,
    occurredAtMs: issuedAtS * 1_000,
  };
  const appended = await deps.journal.append(signer, record, async ({ payments }, recordId) => {
    // While the record was sealed the server may have told of this payment too.
    const now = (await payments.get(row.id)) ?? row;
    await payments.put(paid ? claimedPayment(now, answerOf, recordId) : claimedVoid(now, answerOf, recordId));
  });
  if (!appended.ok) return appended;
  deps.broadcast.changed('programmes', 'activity', 'connection');
  deps.onAppended();
  return ok(answered(paid ? 'paid' : 'payment_voided', row));
}

/** With the receipt that this device's record claims. */
export function claimedPayment(now: PaymentRow, receipt: PaymentReceipt, recordId: string): PaymentRow {
  return { ...now, receipt, recordId };
}

/** With the reversal that this device's record claims. One that the server has told of counts whatever it says of the record. */
export function claimedVoid(now: PaymentRow, voided: PaymentReceipt, voidRecordId: string): PaymentRow {
  return now.voided === undefined ? { ...now, voided, voidRecordId } : now;
}

type PaymentChange = Extract<SyncChange, { readonly kind: 'payment' }>;

/** A payment that the server tells of, proved from its own bytes; `undefined` when it does not hold or is not ours. */
export async function paymentFromChange(
  deps: Pick<WalletDeps, 'stores' | 'usable' | 'around'>,
  change: PaymentChange,
  { trusted, memberId }: { readonly trusted: TrustedCatalogue; readonly memberId: string },
): Promise<PaymentRow | undefined> {
  const parts = [...change.parts, ...(change.reversal === undefined ? [] : [change.reversal])].map(
    bytesFromBase64,
  );
  const bytes = parts.filter((part) => part !== undefined);
  if (bytes.length !== parts.length) return undefined;
  const row = await paymentFromParts(deps, bytes, { trusted, memberId });
  const { status, code } = change;
  const decision: ReceiptDecision = { status, ...(code === undefined ? {} : { code }) };
  return row && (change.reversal === undefined ? { ...row, decision } : row);
}

/** A payment from its messages (request, payment, receipt and perhaps a void); `undefined` when they do not hold or are not ours. */
export async function paymentFromParts(
  deps: Pick<WalletDeps, 'usable' | 'around'>,
  bytes: readonly Bytes[],
  { trusted, memberId }: { readonly trusted: TrustedCatalogue; readonly memberId: string },
): Promise<PaymentRow | undefined> {
  const kind = bytes.length === 3 ? ('pay' as const) : ('void_pay' as const);
  const trust = {
    trustList: trusted.trustList,
    serverKeys: keysOfHistory(trusted.serverKey, trusted.trustList),
    isRegistered: () => true,
    nowMs: deps.around.clock.nowMs(),
  };
  const verified = await verifyPaidRecord({ kind, parts: bytes }, trust);
  if (!verified.ok || (verified.value.kind !== 'pay' && verified.value.kind !== 'void_pay')) return undefined;
  const { paid } = verified.value;
  if (hexFromBytes(paid.device.memberId) !== memberId) return undefined;
  const { programmes } = await deps.usable();
  const { merchant, receipt } = paid.receipt;
  const terms = payTermsOf(programmes, merchant.slug, receipt.issuedAtS);
  if (terms === undefined) return undefined;
  const { payment, request } = paid;
  return {
    id: hexFromBytes(paid.paymentId),
    requestId: hexFromBytes(payment.requestId),
    request: bytes[0]!,
    cose: paid.paymentBytes,
    payer: hexFromBytes(paid.device.deviceKey),
    madeAtMs: payment.issuedAtS * 1_000,
    receipt: { id: hexFromBytes(paid.receipt.messageId), cose: bytes[2]!, issuedAtS: receipt.issuedAtS },
    ...(verified.value.kind === 'void_pay'
      ? {
          voided: {
            id: hexFromBytes(verified.value.voided.messageId),
            cose: bytes[3]!,
            issuedAtS: verified.value.voided.receipt.issuedAtS,
          },
        }
      : {}),
    content: {
      merchantId: hexFromBytes(merchant.merchantId),
      merchantSlug: merchant.slug,
      merchantName: merchant.name,
      currency: merchant.currency,
      amountMinor: request.amountMinor,
      points: payment.points,
      programmeId: terms.programmeId,
      unit: terms.unit,
      scale: terms.scale,
      issuedAtS: payment.issuedAtS,
      counter: payment.counter,
      epoch: paid.device.allowance?.epoch ?? 0,
      cumulative: payment.cumulative,
      previous: payment.previous,
    },
  };
}

/** What both ways have told adds up; neither takes away. */
export function mergedPayment(before: PaymentRow | undefined, now: PaymentRow): PaymentRow {
  if (before === undefined) return now;
  const { voidRecordId, ...rest } = before;
  // A reversal that the server tells of counts, whatever it said of this device's record of it.
  const own = voidRecordId === undefined || now.voided !== undefined ? {} : { voidRecordId };
  return { ...rest, ...own, ...now, madeAtMs: before.madeAtMs };
}
