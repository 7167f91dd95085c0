// A till brings what another till of its merchant has sealed: each record is judged as if its own till had sent it.
import type { RecordResult, SyncRequest } from '#api/sync.ts';
import { findDevice, type KnownDevice } from '#server/http/signed-message.ts';
import { decidePush, type PushDeps } from './push.ts';

/**
 * The records prove themselves: by the signature of the key named, and by the certificates inside. So nothing hangs on
 * who carries them but that it is a till of the same merchant: `wrong_role` otherwise; `device_revoked` for a revoked key.
 */
export async function decideRelay(
  deps: PushDeps,
  carrier: KnownDevice,
  { device: id, epoch, records }: NonNullable<SyncRequest['relay']>,
): Promise<readonly RecordResult[]> {
  const sealer = await findDevice(deps.db, id);
  const isSister =
    carrier.role === 'terminal' && sealer?.role === 'terminal' && sealer.owner === carrier.owner;
  if (sealer === undefined || !isSister) return refusals(records, 'wrong_role');
  if (sealer.revoked) return refusals(records, 'device_revoked');
  return decidePush(deps, { device: sealer, epoch, records });
}

/** Told and not stored: the till itself may still bring them. */
function refusals(records: readonly { readonly id: string }[], code: string): readonly RecordResult[] {
  return records.map(({ id }) => ({ id, status: 'rejected', code }));
}
