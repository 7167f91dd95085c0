// What the server does with a payment that a till or a wallet reports: all three messages again, from their bytes.
import { type Bytes, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { openDeviceCertificate, verifyCertified } from './chain.ts';
import { PAY_REQUEST } from './challenge.ts';
import type { MessageSchema } from './claims.ts';
import { messageIdOf } from './cose-sign1.ts';
import type { DeviceCertificate, MessageId, TerminalPermission } from './messages.ts';
import type { JournalRecord } from './journal-message.ts';
import { type OpenedMessage, claimsOf, openMessage } from './open-message.ts';
import type { PayReceipt, PayRequest, Payment, VoidReceipt } from './pay-messages.ts';
import { PAY_RECEIPT, VOID_RECEIPT } from './pay-receipt.ts';
import { PAYMENT } from './payment.ts';
import { thumbprint } from './public-key.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import type { TerminalMessage, VerifiedReceipt } from './verdict.ts';
import type { ServerTrust } from './server-trust.ts';
import { proveOrigin } from './verify-receipt.ts';

/** A payment with the request it answers and the receipt it got, all of one terminal and one device. */
export interface PaidRecord {
  readonly request: PayRequest;
  readonly payment: Payment;
  readonly paymentId: MessageId;
  /** The payment as the device signed it: evidence when another one contradicts it. */
  readonly paymentBytes: Bytes;
  readonly device: DeviceCertificate;
  /** Hex thumbprint of the device's key. */
  readonly deviceThumbprint: string;
  readonly receipt: VerifiedReceipt<PayReceipt>;
}

/** What a `pay` or `void_pay` record says. */
export type PaidContents =
  | { readonly kind: 'pay'; readonly paid: PaidRecord }
  | {
      readonly kind: 'void_pay';
      readonly paid: PaidRecord;
      readonly voided: VerifiedReceipt<VoidReceipt>;
    };

/**
 * The parts of a `pay` or `void_pay` record. Refusals: those of each message (steps 3 to 9), `serial_unregistered`,
 * `parts_disagree` (another request, another till, other points, another receipt).
 */
export async function verifyPaidRecord(
  { kind, parts }: Pick<JournalRecord, 'kind' | 'parts'>,
  trust: ServerTrust,
): Promise<Result<PaidContents, ProtocolRefusal>> {
  const [request, payment, receipt, reversal] = parts;
  if (request === undefined || payment === undefined || receipt === undefined)
    return refuse('claims_shape', 'parts');
  const paid = await verifyPaid({ request, payment, receipt }, trust);
  if (!paid.ok) return paid;
  if (kind === 'pay') return ok({ kind, paid: paid.value });
  if (reversal === undefined) return refuse('claims_shape', 'parts');
  const voided = await verifySigned(reversal, trust, { schema: VOID_RECEIPT, needed: ['void'] });
  if (!voided.ok) return voided;
  const agree =
    equalBytes(voided.value.receipt.voidedId, paid.value.receipt.messageId) &&
    voided.value.receipt.points === paid.value.receipt.receipt.points &&
    isOneTill(voided.value, paid.value.receipt);
  return agree ? ok({ kind: 'void_pay', paid: paid.value, voided: voided.value }) : refuse('parts_disagree');
}

interface PaidParts {
  readonly request: Bytes;
  readonly payment: Bytes;
  readonly receipt: Bytes;
}

async function verifyPaid(
  parts: PaidParts,
  trust: ServerTrust,
): Promise<Result<PaidRecord, ProtocolRefusal>> {
  const request = await verifySigned(parts.request, trust, { schema: PAY_REQUEST, needed: ['pay'] });
  if (!request.ok) return request;
  const receipt = await verifySigned(parts.receipt, trust, { schema: PAY_RECEIPT, needed: ['pay'] });
  if (!receipt.ok) return receipt;
  const shown = await verifyDevicePayment(parts.payment, trust, receipt.value.receipt.issuedAtS);
  if (!shown.ok) return shown;
  const { payment, paymentId } = shown.value;
  const agree =
    equalBytes(payment.requestId, request.value.messageId) &&
    equalBytes(receipt.value.receipt.paymentId, paymentId) &&
    payment.points === request.value.receipt.points &&
    payment.points === receipt.value.receipt.points &&
    isOneTill(request.value, receipt.value);
  if (!agree) return refuse('parts_disagree');
  return ok({ ...shown.value, request: request.value.receipt, receipt: receipt.value });
}

function isOneTill(one: VerifiedReceipt<TerminalMessage>, other: VerifiedReceipt<TerminalMessage>): boolean {
  return equalBytes(one.certificate.terminalKey, other.certificate.terminalKey);
}

async function verifySigned<R extends TerminalMessage>(
  bytes: Bytes,
  trust: ServerTrust,
  { schema, needed }: { readonly schema: MessageSchema<R>; readonly needed: readonly TerminalPermission[] },
): Promise<Result<VerifiedReceipt<R>, ProtocolRefusal>> {
  const opened = openMessage(bytes);
  if (!opened.ok) return opened;
  const read = claimsOf(schema, opened.value);
  if (!read.ok) return read;
  const { trustList, nowMs } = trust;
  const proved = await proveOrigin(opened.value, read.value.value, { trustList, nowMs, needed });
  if (!proved.ok) return proved;
  const known = trust.isRegistered(proved.value.certificate, read.value.value.issuedAtS);
  return known ? proved : refuse('serial_unregistered');
}

type ShownPayment = Pick<
  PaidRecord,
  'payment' | 'paymentId' | 'paymentBytes' | 'device' | 'deviceThumbprint'
>;

/** The certificate must have been in force when the till took the payment: both clocks are the till's by then. */
async function verifyDevicePayment(
  bytes: Bytes,
  trust: ServerTrust,
  takenAtS: number,
): Promise<Result<ShownPayment, ProtocolRefusal>> {
  const opened = openMessage(bytes);
  if (!opened.ok) return opened;
  const read = claimsOf(PAYMENT, opened.value);
  if (!read.ok) return read;
  const { sign1 }: OpenedMessage = opened.value;
  if (sign1.certificate === undefined) return refuse('cert_bad_signature', 'no certificate');
  const device = await openDeviceCertificate(sign1.certificate, trust.serverKeys, takenAtS * 1000);
  if (!device.ok) return device;
  if (!(await verifyCertified(sign1, device.value.deviceKey))) return refuse('bad_signature');
  return ok({
    payment: read.value.value,
    paymentId: await messageIdOf(sign1),
    paymentBytes: bytes,
    device: device.value,
    deviceThumbprint: hexFromBytes(await thumbprint(device.value.deviceKey)),
  });
}
