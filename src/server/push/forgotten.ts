// After a backup was put back, tills tell of vouchers whose issue this server has forgotten. It signed them: that says enough
// about them, once the phone that holds them has come back. A decision sticks for ever, so none is taken before.
import { hexFromBytes } from '#base/bytes.ts';
import type { StatementFault } from '#loyalty/ledger/judge-statement.ts';
import type { Voucher } from '#protocol/messages.ts';
import { thumbprint } from '#protocol/public-key.ts';
import type { Db } from '#server/db/transaction.ts';
import { deviceOwner } from '#server/enrolment/member-devices.ts';
import type { ServerState } from '#server/server-state.ts';
import { type CheckedRecord, isAhead, LATER_KIND } from './check-record.ts';
import type { IssuedVoucher } from './effect.ts';
import type { JudgedRecord } from './judged-record.ts';

export type MemoryLoss = Pick<ServerState, 'memoryLostAtMs'>;

/** As long as a phone's certificate: one that shops at all has been back by then. */
export const WAIT_MS = 7 * 86_400_000;

/**
 * Whether what the record lacks may still come: the phone of a voucher that was forgotten, the sale
 * that an undo takes back, which may itself be waiting, and a till that has to be paired again. So may a later version of this
 * server, for a record of a kind that only that one can read, and the day of one that was made by a clock far ahead.
 */
export function isAwaited({ record, judgement }: JudgedRecord, loss: MemoryLoss, nowMs: number): boolean {
  if (isAhead(record, nowMs)) return true;
  if (judgement.kind !== 'rejected') return false;
  if (judgement.code === LATER_KIND) return true;
  if (!isRecent(loss, nowMs)) return false;
  if (judgement.code === 'sale_unknown' || judgement.code === 'serial_unregistered') return true;
  return judgement.code === 'voucher_unknown';
}

/**
 * What a member says of themselves nobody else can date: a visit that nobody reported for this long is not worth telling from one
 * made up, and who could date back what they report, claim or change would have the caps of all years at once.
 */
const TOLD_WITHIN_MS = 35 * 86_400_000;

/** Devices tell a restored server again what they had told in the last 35 days, of whatever day it was. */
export function toldFrom(loss: MemoryLoss, nowMs: number): number {
  return nowMs - TOLD_WITHIN_MS * (isRecent(loss, nowMs) ? 2 : 1);
}

/** What a member's own word rests on and another device may have yet to tell of again: their joining, their points, their tier. */
const RESTS_ON_MEMORY: ReadonlySet<StatementFault> = new Set([
  'not_joined',
  'reward_unaffordable',
  'reward_not_for_you',
]);

/** The same for what a member has stated, once the log was asked. */
export function isStatementAwaited(code: StatementFault, loss: MemoryLoss, nowMs: number): boolean {
  return RESTS_ON_MEMORY.has(code) && isRecent(loss, nowMs);
}

/**
 * Owner and origin of redeemed vouchers that are not among `known`, by their hex id: from what we signed, and from whose phone
 * it is. What it was issued for may have been undone since, so the member's log would not always bring it forth again.
 */
export async function recalledVouchers(
  db: Db,
  { records, known }: { readonly records: readonly CheckedRecord[]; readonly known: ReadonlySet<string> },
  { loss, nowMs }: { readonly loss: MemoryLoss; readonly nowMs: number },
): Promise<ReadonlyMap<string, IssuedVoucher>> {
  const recalled = new Map<string, IssuedVoucher>();
  if (!isRecent(loss, nowMs)) return recalled;
  for (const voucher of redeemedVouchers(records)) {
    const id = hexFromBytes(voucher.voucherId);
    const [programmeId, voucherId] = voucher.programmeVoucher?.split('/') ?? [];
    if (known.has(id) || programmeId === undefined || voucherId === undefined) continue;
    const memberId = await holderOf(db, voucher);
    if (memberId !== undefined) recalled.set(id, { memberId, programmeId, voucherId });
  }
  return recalled;
}

/** Whether what this server knows may still come back to it. */
export function isRecent({ memoryLostAtMs }: MemoryLoss, nowMs: number): boolean {
  return memoryLostAtMs !== undefined && nowMs < memoryLostAtMs + WAIT_MS;
}

/**
 * Their signatures have been verified: one that we do not know was issued and forgotten. When it was issued cannot be told from
 * it: it counts from a day that the programme names, or from that of a sale at a till whose clock was ahead.
 */
function redeemedVouchers(records: readonly CheckedRecord[]): Voucher[] {
  return records.flatMap(({ finding }) =>
    finding.ok && finding.contents.kind === 'redeem' ? [finding.contents.presented.voucher] : [],
  );
}

async function holderOf(db: Db, { holderKey }: Voucher): Promise<string | undefined> {
  const device = await deviceOwner(db, hexFromBytes(await thumbprint(holderKey)));
  return device?.role === 'wallet' ? device.owner : undefined;
}
