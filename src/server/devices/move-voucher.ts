// A voucher goes from one device of a member to another: the form that could be shown is put on the status list, and the
// other device gets one of its own.
import type { MoveVoucherRequest } from '#api/devices.ts';
import { bytesFromBase64, bytesFromHex } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { verifyDeviceStatement } from '#protocol/device-link.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { inTransaction, type Tx } from '#server/db/transaction.ts';
import type { EnrolDeps } from '#server/enrolment/enrol-deps.ts';
import { retireCredential, vouchersAt } from '#server/enrolment/member-devices.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';
import { createChangeStreams } from '#server/push/change-streams.ts';
import type { IssueContext } from '#server/push/issue-vouchers.ts';
import { lockParticipants } from '#server/push/locks.ts';
import { reissueVouchers } from '#server/push/reissue-vouchers.ts';
import { usedOnce } from '#server/push/snapshot.ts';
import { countForms } from '#server/spending/status-marks.ts';
import { StatusListsFull } from '#server/spending/status-places.ts';

/** Each takes a place in the status lists, which its member's bucket shares with others. */
const MOST_FORMS = 50;

export type MoveRefusal = {
  readonly kind:
    | 'wrong_role'
    | 'bad_signature'
    | 'device_unknown'
    | 'voucher_unknown'
    | 'voucher_spent'
    | 'too_many_requests'
    | 'overloaded';
};

/**
 * Refusals: `wrong_role`, `bad_signature`, `device_unknown` (not a device in use of this member), `voucher_spent` (used, or
 * over), `too_many_requests` (moved more often than anybody needs), `overloaded` (no room in the status lists): after these it is
 * still at the caller. `voucher_unknown` (at neither of the two) says nothing of the kind: the answer
 * to the same call may have been lost, and the voucher gone on since. Said twice, it changes nothing.
 */
export async function moveVoucher(
  deps: EnrolDeps,
  { message, device }: { readonly message: MoveVoucherRequest; readonly device: KnownDevice },
): Promise<Result<null, MoveRefusal>> {
  if (device.role !== 'wallet') return err({ kind: 'wrong_role' });
  const { owner: memberId, id: from } = device;
  const { voucher: voucherId, to } = message;
  const statement = { kind: 'move', memberId: bytesFromHex(memberId)!, voucherId, deviceId: to } as const;
  if (!(await verifyDeviceStatement(statement, bytesFromBase64(message.proof)!, device.publicKey)))
    return err({ kind: 'bad_signature' });
  const directory = await deps.directories.read();
  const nowMs = deps.clock.nowMs();
  const moved = inTransaction(deps.db, deps.random, async (tx): Promise<Result<null, MoveRefusal>> => {
    const locked = await lockParticipants(tx, { devices: [from], members: [memberId] });
    if (!(await vouchersAt(tx, memberId, from)).includes(voucherId))
      return (await vouchersAt(tx, memberId, to)).includes(voucherId)
        ? ok(null)
        : err({ kind: 'voucher_unknown' });
    if (!isOther(locked, { memberId, from, to })) return err({ kind: 'device_unknown' });
    if (await isUsed(tx, memberId, voucherId)) return err({ kind: 'voucher_spent' });
    if ((await countForms(tx, voucherId)) >= MOST_FORMS) return err({ kind: 'too_many_requests' });
    const streams = createChangeStreams(locked.devices, nowMs);
    const context = { ...deps, tx, directory, nowMs, locked, streams };
    if ((await reissueVouchers(context, { memberId, vouchers: [voucherId], to, whenFull: 'refuse' })) === 0)
      return err({ kind: 'voucher_spent' });
    await retireCredential(tx, { voucher: voucherId, device: from }, { memberId, nowMs });
    await streams.flush(tx);
    return ok(null);
  });
  // As a refusal of its own: the phone that has given the voucher up has it back.
  return moved.catch((error: unknown) => {
    if (error instanceof StatusListsFull) return err({ kind: 'overloaded' });
    throw error;
  });
}

function isOther(
  { walletsOf, devices }: IssueContext['locked'],
  { memberId, from, to }: { readonly memberId: string; readonly from: string; readonly to: string },
): boolean {
  const isOwn = walletsOf.get(memberId)?.includes(to) === true;
  return isOwn && to !== from && devices.get(to)?.revoked_at === null;
}

async function isUsed(tx: Tx, memberId: string, voucherId: string): Promise<boolean> {
  return (await usedOnce(tx, bucketOf(memberId), [voucherId])).size > 0;
}
