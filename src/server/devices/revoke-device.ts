import type { RevokeDeviceRequest } from '#api/devices.ts';
import { bytesFromBase64, bytesFromHex } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { verifyDeviceStatement } from '#protocol/device-link.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EnrolDeps } from '#server/enrolment/enrol-deps.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';
import { shutOutDevice } from './shut-out-device.ts';

/**
 * Shuts out another device of the caller's member: it syncs no more, tills hear of it by the status list, its vouchers come to
 * the caller. Said twice, it changes nothing. Refusals: `wrong_role`, `device_unknown` (not of this member, or the caller
 * itself), `bad_signature`, `revoked` (the caller, in this moment).
 */
export async function revokeDevice(
  deps: EnrolDeps,
  { message, device }: { readonly message: RevokeDeviceRequest; readonly device: KnownDevice },
): Promise<Result<null, { readonly kind: 'wrong_role' | 'device_unknown' | 'bad_signature' | 'revoked' }>> {
  if (device.role !== 'wallet') return err({ kind: 'wrong_role' });
  const { owner: memberId, id: by } = device;
  const { device: gone, proof } = message;
  const statement = { kind: 'revoke', memberId: bytesFromHex(memberId)!, deviceId: gone } as const;
  if (!(await verifyDeviceStatement(statement, bytesFromBase64(proof)!, device.publicKey)))
    return err({ kind: 'bad_signature' });
  if (gone === by) return err({ kind: 'device_unknown' });
  const directory = await deps.directories.read();
  const nowMs = deps.clock.nowMs();
  return inTransaction(deps.db, deps.random, async (tx) => {
    const done = await shutOutDevice(
      { ...deps, tx, directory, nowMs },
      {
        memberId,
        device: gone,
        by,
        told: (facts) => ({ kind: 'device', act: 'revoked', device: gone, by, proof, ...facts }),
      },
    );
    return done.ok ? ok(null) : done;
  });
}
