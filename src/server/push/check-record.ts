// What can be said about a pushed record without the database: is it genuine, and may this device say it.
import { createHash } from 'node:crypto';
import { bytesFromBase64, type Bytes, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { assert } from '#base/assert.ts';
import type { PushedRecord } from '#api/sync.ts';
import { isStatement, type MemberStatement } from '#protocol/member-statement.ts';
import type { PublicKey } from '#protocol/messages.ts';
import type { JournalRecord } from '#protocol/journal-message.ts';
import {
  isLaterRecord,
  type RecordContents,
  verifyJournalRecord,
  verifyRecordParts,
} from '#protocol/verify-at-server.ts';
import type { TerminalMessage, TerminalOrigin } from '#protocol/verdict.ts';
import type { PaidRecord } from '#protocol/verify-pay-at-server.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';
import type { Directory } from './directory.ts';

/** A record on its way to a decision. */
export interface CheckedRecord {
  readonly id: string;
  readonly epoch: number;
  readonly seq: number;
  readonly cose: Bytes;
  readonly hash: Buffer;
  readonly kind: JournalRecord['kind'] | 'unreadable';
  readonly occurredAtMs: number | null;
  readonly finding: RecordFinding;
}

export type RecordFinding =
  /** `parts` are the bytes of the messages inside, as the record carries them. */
  | { readonly ok: true; readonly contents: RecordContents; readonly parts: readonly Bytes[] }
  | { readonly ok: false; readonly code: string };

export interface CheckContext {
  readonly device: KnownDevice;
  /** Epoch of the request; the record repeats it under its own signature. */
  readonly epoch: number;
  readonly directory: Directory;
  /** Those that sign or have signed device certificates. */
  readonly serverKeys: readonly PublicKey[];
  readonly nowMs: number;
  /** What a member says of an earlier day counts for nothing (`toldFrom`). */
  readonly toldFromMs: number;
}

/** A till or phone whose clock is further ahead than this would shift its customers' tiers and expiries: its record waits. */
const MAX_FUTURE_MS = 86_400_000;
/** So long a wait is no clock that somebody forgot to set. */
const LONGEST_AHEAD_MS = 35 * 86_400_000;

/** The client is newer than this server, which will know the kind one day: never a decision. */
export const LATER_KIND = 'later_kind';

/** Refusals in this order: those of the signature, `record_mismatch`, those of the parts, then `roleFault`. */
export async function checkRecord(pushed: PushedRecord, context: CheckContext): Promise<CheckedRecord> {
  const cose = bytesFromBase64(pushed.cose);
  assert(cose !== undefined, 'the schema lets only base64 through');
  const hash = createHash('sha256').update(cose).digest();
  const { id, seq } = pushed;
  const base = { id, seq, epoch: context.epoch, cose, hash };
  const opened = await verifyJournalRecord(cose, context.device.publicKey);
  if (!opened.ok) {
    const isLater = await isLaterRecord(cose, context.device.publicKey);
    const finding = { ok: false as const, code: isLater ? LATER_KIND : opened.error.kind };
    return { ...base, kind: 'unreadable', occurredAtMs: null, finding };
  }
  const record = opened.value;
  const { kind, occurredAtMs } = record;
  const isItself = record.eventId === id && record.sequence === seq && record.epoch === context.epoch;
  const finding = isItself
    ? await findingOf(record, context)
    : { ok: false as const, code: 'record_mismatch' };
  return { ...base, kind, occurredAtMs, finding };
}

async function findingOf(record: JournalRecord, context: CheckContext): Promise<RecordFinding> {
  const { directory, serverKeys, nowMs } = context;
  const { trustList, isRegistered } = directory;
  const trust = { trustList, isRegistered, serverKeys, nowMs };
  const contents = await verifyRecordParts(record, trust);
  if (!contents.ok) return { ok: false, code: contents.error.kind };
  const fault = roleFault(contents.value, record, context) ?? meaningFault(contents.value, record, context);
  return fault === undefined
    ? { ok: true, contents: contents.value, parts: record.parts }
    : { ok: false, code: fault };
}

/** A till speaks for itself only, and only a wallet for its member: `wrong_role`, `wrong_terminal`, `wrong_member`, `expired`, `not_my_presentation`. */
function roleFault(
  contents: RecordContents,
  record: JournalRecord,
  { device }: CheckContext,
): string | undefined {
  if (contents.kind === 'pay' || contents.kind === 'void_pay') return payerFault(contents.paid, device);
  if (!('earned' in contents || 'redeemed' in contents || 'undone' in contents))
    return device.role === 'wallet' ? undefined : 'wrong_role';
  const { certificate } = terminalMessageOf(contents);
  if (device.role === 'terminal') {
    return equalBytes(certificate.terminalKey, device.publicKey) ? undefined : 'wrong_terminal';
  }
  // Whose voucher it was, or whose receipt was taken back, only the books can tell.
  if (contents.kind === 'redeem' || contents.kind === 'undo') return undefined;
  const { memberId, expiresAtS } = contents.earned.receipt;
  if (memberId !== undefined) return hexFromBytes(memberId) === device.owner ? undefined : 'wrong_member';
  return expiresAtS !== undefined && record.occurredAtMs >= expiresAtS * 1000 ? 'expired' : undefined;
}

/** The till that took the payment, or a device of the member who made it. */
function payerFault(paid: PaidRecord, device: KnownDevice): string | undefined {
  const isOwn =
    device.role === 'terminal'
      ? equalBytes(paid.receipt.certificate.terminalKey, device.publicKey)
      : hexFromBytes(paid.device.memberId) === device.owner;
  if (isOwn) return undefined;
  return device.role === 'terminal' ? 'wrong_terminal' : 'not_my_presentation';
}

/** `from_future`, `told_late`, `facts_unsupported`: genuine, but nothing that the engine of this version may fold. */
function meaningFault(
  contents: RecordContents,
  record: JournalRecord,
  { nowMs, toldFromMs }: CheckContext,
): string | undefined {
  if (momentOf(contents, record.occurredAtMs) > nowMs + LONGEST_AHEAD_MS) return 'from_future';
  if (isStatement(contents) || contents.kind === 'visit')
    return record.occurredAtMs < toldFromMs ? 'told_late' : undefined;
  if (contents.kind !== 'earn' && contents.kind !== 'redeem') return undefined;
  const { receipt } = contents.kind === 'earn' ? contents.earned : contents.redeemed;
  return receipt.facts === undefined || receipt.facts.kind === 'purchase' ? undefined : 'facts_unsupported';
}

/** What was done is a fact, though the clock was wrong: it is decided when its day has come. */
export function isAhead({ finding, occurredAtMs }: CheckedRecord, nowMs: number): boolean {
  if (!finding.ok) return false;
  return momentOf(finding.contents, occurredAtMs!) > nowMs + MAX_FUTURE_MS;
}

/** By the clock of whoever signed for it. */
function momentOf(contents: RecordContents, occurredAtMs: number): number {
  if (isStatement(contents) || contents.kind === 'visit' || contents.kind === 'join') return occurredAtMs;
  return terminalMessageOf(contents).receipt.issuedAtS * 1000;
}

function terminalMessageOf(
  contents: Exclude<RecordContents, MemberStatement | { readonly kind: 'join' | 'visit' }>,
): TerminalOrigin & { readonly receipt: TerminalMessage } {
  switch (contents.kind) {
    case 'earn':
      return contents.earned;
    case 'redeem':
      return contents.redeemed;
    case 'undo':
      return contents.undone;
    case 'pay':
    case 'void_pay':
      return contents.paid.receipt;
  }
}
