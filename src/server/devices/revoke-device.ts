import type { RevokeDeviceRequest } from '#api/devices.ts';
import { bytesFromBase64, bytesFromHex } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { verifyDeviceStatement } from '#protocol/device-link.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EnrolDeps } from '#server/enrolment/enrol-deps.ts';
import { shutOutDevices, vouchersAt } from '#server/enrolment/member-devices.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';
import { createChangeStreams } from '#server/push/change-streams.ts';
import { lockParticipants } from '#server/push/locks.ts';
import { fileChange } from '#server/recovery/tell-member.ts';
import { reissueVouchers } from './move-voucher.ts';

/**
 * Shuts out another device of the caller's member: it syncs no more, tills hear of it by the status list, its vouchers come to
 * the caller. Said twice, it changes nothing. Refusals: `wrong_role`, `device_unknown` (not of this member, or the caller
 * itself), `bad_signature`.
 */
export async function revokeDevice(
  deps: EnrolDeps,
  { message, device }: { readonly message: RevokeDeviceRequest; readonly device: KnownDevice },
): Promise<Result<null, { readonly kind: 'wrong_role' | 'device_unknown' | 'bad_signature' }>> {
  if (device.role !== 'wallet') return err({ kind: 'wrong_role' });
  const { owner: memberId, id: by } = device;
  const { device: gone, proof } = message;
  const statement = { kind: 'revoke', memberId: bytesFromHex(memberId)!, deviceId: gone } as const;
  if (!(await verifyDeviceStatement(statement, bytesFromBase64(proof)!, device.publicKey)))
    return err({ kind: 'bad_signature' });
  const directory = await deps.directories.read();
  const nowMs = deps.clock.nowMs();
  return inTransaction(deps.db, deps.random, async (tx) => {
    const locked = await lockParticipants(tx, { devices: [by], members: [memberId] });
    const wallets = locked.walletsOf.get(memberId) ?? [];
    if (gone === by || !wallets.includes(gone)) return err({ kind: 'device_unknown' });
    if (locked.devices.get(gone)?.revoked_at !== null) return ok(null);
    const vouchers = await vouchersAt(tx, memberId, gone);
    await shutOutDevices(tx, [gone], { memberId, nowMs, random: deps.random });
    const streams = createChangeStreams(locked.devices, nowMs);
    await reissueVouchers({ ...deps, tx, directory, nowMs, locked, streams }, { memberId, vouchers, to: by });
    await streams.flush(tx);
    const row = await tx
      .selectFrom('member_device')
      .select('name')
      .where('bucket', '=', bucketOf(memberId))
      .where('member', '=', memberId)
      .where('device', '=', gone)
      .executeTakeFirst();
    await fileChange({ ...deps, tx }, memberId, ({ id, at }) => ({
      kind: 'device',
      id,
      act: 'revoked',
      at,
      device: gone,
      by,
      name: row?.name ?? '',
      proof,
    }));
    return ok(null);
  });
}
