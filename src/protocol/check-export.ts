// What an exported ledger proves, with public keys only. Pure: the same file and key give the same findings.
import { type Bytes, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { RECORD_LIMITS } from './cbor.ts';
import { openDeviceCertificate, openTerminalCertificate, openVoucher } from './chain.ts';
import { messageIdOf, verifySign1 } from './cose-sign1.ts';
import { DEVICE_CERTIFICATE } from './device-certificate.ts';
import { JOURNAL_RECORD } from './journal-record.ts';
import type { ExportedPayment, LedgerExport, OpenedExport } from './ledger-export.ts';
import { MESSAGE_TYPE, type PublicKey, type TrustList } from './messages.ts';
import type { JournalRecord } from './journal-message.ts';
import { openAs, openMessage } from './open-message.ts';
import { PRESENTATION } from './presentation.ts';
import { TERMINAL_CERTIFICATE } from './terminal-certificate.ts';
import type { ServerTrust } from './server-trust.ts';
import { openTrustList } from './trust-list.ts';
import { verifyPaidRecord } from './verify-pay-at-server.ts';
import { verifyReceipt } from './verify-receipt.ts';
import { verifyUndo } from './verify-undo.ts';
import { keysOfHistory } from './server-keys.ts';

/** One thing that was looked at. `fault`: why it does not hold. */
export interface Finding {
  readonly what: string;
  readonly fault?: string;
}

/** Checks everything that public keys can prove. `serverKey`: known from elsewhere, or the one in the file. */
export async function checkExport(
  { contents, isSealedBy }: OpenedExport,
  serverKey: PublicKey,
): Promise<readonly Finding[]> {
  const list = await openTrustList(contents.trustList, [serverKey]);
  const trustList = list.ok ? list.value : undefined;
  const own = await ownKey(contents, serverKey, trustList);
  const sealHolds = own.key !== undefined && (await isSealedBy(own.key));
  return [
    finding('trust list: signed by the server', list.ok ? undefined : list.error.kind),
    finding('certificate of the device that made the file', own.fault),
    finding('seal of the device over the whole file', sealHolds ? undefined : 'bad_signature'),
    ...(await receiptFindings(contents, trustList)),
    ...(await voucherFindings(contents, trustList)),
    ...(await presentationFindings(contents, trustList)),
    ...(await paymentFindings(contents, { serverKey, trustList })),
    ...(await journalFindings(contents, own.key)),
  ];
}

function finding(what: string, fault: string | undefined): Finding {
  return fault === undefined ? { what } : { what, fault };
}

interface OwnKey {
  readonly key?: PublicKey;
  readonly fault?: string;
}

/** A certificate is judged as of its own issue: the file may be read years later. */
async function ownKey(
  { certificate }: LedgerExport,
  serverKey: PublicKey,
  trustList: TrustList | undefined,
): Promise<OwnKey> {
  const device = openAs(DEVICE_CERTIFICATE, certificate);
  if (device.ok) {
    const keys = trustList === undefined ? [serverKey] : keysOfHistory(serverKey, trustList);
    const opened = await openDeviceCertificate(certificate, keys, device.value.value.issuedAtS * 1000);
    return opened.ok ? { key: opened.value.deviceKey } : { fault: opened.error.kind };
  }
  const terminal = openAs(TERMINAL_CERTIFICATE, certificate);
  if (!terminal.ok) return { fault: terminal.error.kind };
  const atMs = terminal.value.value.issuedAtS * 1000;
  const demand = { trustList, atMs, nowMs: atMs, permissions: [] };
  const opened = await openTerminalCertificate(certificate, demand);
  return opened.ok ? { key: opened.value.certificate.terminalKey } : { fault: opened.error.kind };
}

async function receiptFindings(
  { receipts, madeAtMs }: LedgerExport,
  trustList: TrustList | undefined,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const [index, { cose }] of receipts.entries()) {
    const what = `receipt ${index + 1}: till, merchant and signature`;
    const opened = openMessage(cose);
    const trust = { trustList, nowMs: madeAtMs };
    const isUndo = opened.ok && opened.value.claims.type === MESSAGE_TYPE.voidReceipt;
    const verify = isUndo ? verifyUndo : verifyReceipt;
    const verified = opened.ok ? await verify(opened.value, trust) : opened;
    const id = opened.ok ? hexFromBytes(await messageIdOf(opened.value.sign1)) : '';
    const fault = verified.ok ? (seen.has(id) ? 'twice in the file' : undefined) : verified.error.kind;
    seen.add(id);
    findings.push(finding(what, fault));
  }
  return findings;
}

async function voucherFindings(
  { vouchers, madeAtMs }: LedgerExport,
  trustList: TrustList | undefined,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [index, cose] of vouchers.entries()) {
    const opened = await openVoucher(cose, trustList, madeAtMs);
    findings.push(
      finding(`voucher ${index + 1}: signed by its merchant`, opened.ok ? undefined : opened.error.kind),
    );
  }
  return findings;
}

/** Signed by the voucher's holder; one key never uses one count for two messages. */
async function presentationFindings(
  { presentations, madeAtMs }: LedgerExport,
  trustList: TrustList | undefined,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const counts = new Map<string, string>();
  for (const [index, cose] of presentations.entries()) {
    const what = `presentation ${index + 1}: voucher, holder and count`;
    const opened = openAs(PRESENTATION, cose);
    const voucher = opened.ok ? await openVoucher(opened.value.value.voucher, trustList, madeAtMs) : opened;
    if (!opened.ok || !voucher.ok) {
      findings.push(finding(what, voucher.ok ? 'unreadable' : voucher.error.kind));
      continue;
    }
    const { sign1, value } = opened.value;
    const genuine = await verifySign1(sign1, voucher.value.holderKey);
    const place = `${hexFromBytes(voucher.value.holderKey)}:${value.counter}`;
    const id = hexFromBytes(await messageIdOf(sign1));
    const fault = genuine ? (counts.has(place) ? 'one count for two messages' : undefined) : 'bad_signature';
    counts.set(place, id);
    findings.push(finding(what, fault));
  }
  return findings;
}

/** Request, payment, receipt and void of one till and one device, each payment once. */
async function paymentFindings(
  { payments, madeAtMs }: LedgerExport,
  { serverKey, trustList }: { readonly serverKey: PublicKey; readonly trustList: TrustList | undefined },
): Promise<readonly Finding[]> {
  if (trustList === undefined)
    return payments.map((_, index) => finding(paymentName(index), 'unknown_issuer'));
  const serverKeys = keysOfHistory(serverKey, trustList);
  const trust = { trustList, serverKeys, isRegistered: () => true, nowMs: madeAtMs };
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const [index, one] of payments.entries()) {
    const verified = await verifyExportedPayment(one, trust);
    const id = verified.ok ? hexFromBytes(verified.value.paid.paymentId) : '';
    const fault = verified.ok ? (seen.has(id) ? 'twice in the file' : undefined) : verified.error.kind;
    seen.add(id);
    findings.push(finding(paymentName(index), fault));
  }
  return findings;
}

function paymentName(index: number): string {
  return `payment ${index + 1}: till, device and what they agreed on`;
}

/** The messages of a payment in a file, proved from their bytes. */
export function verifyExportedPayment(
  { request, payment, receipt, reversal }: ExportedPayment,
  trust: ServerTrust,
): ReturnType<typeof verifyPaidRecord> {
  const parts = [request, payment, receipt];
  return reversal.length === 0
    ? verifyPaidRecord({ kind: 'pay', parts }, trust)
    : verifyPaidRecord({ kind: 'void_pay', parts: [...parts, reversal] }, trust);
}

/** Each record is signed by the device and follows the one before it; the oldest may be gone once it was decided. */
async function journalFindings(
  { records }: LedgerExport,
  key: PublicKey | undefined,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  let before: { readonly record: JournalRecord; readonly id: Bytes } | undefined;
  for (const [index, { cose }] of records.entries()) {
    const what = `journal record ${index + 1}: device and chain`;
    const opened = openAs(JOURNAL_RECORD, cose, RECORD_LIMITS);
    if (!opened.ok) {
      findings.push(finding(what, opened.error.kind));
      continue;
    }
    const { sign1, value: record } = opened.value;
    const genuine = key !== undefined && (await verifySign1(sign1, key));
    findings.push(finding(what, genuine ? chainFault(before, record) : 'bad_signature'));
    before = { record, id: await messageIdOf(sign1) };
  }
  return findings;
}

function chainFault(
  before: { readonly record: JournalRecord; readonly id: Bytes } | undefined,
  record: JournalRecord,
): string | undefined {
  if (before === undefined || before.record.epoch !== record.epoch) return undefined;
  if (record.sequence !== before.record.sequence + 1) return 'a record is missing or out of order';
  return equalBytes(record.previous, before.id.slice(0, 8)) ? undefined : 'does not follow the record before';
}
