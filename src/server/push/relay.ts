// A till brings what another till of its merchant has sealed: each record is judged as if its own till had sent it.
import type { PushedRecord, RecordResult, SyncRequest } from '#api/sync.ts';
import { bytesFromBase64 } from '#base/bytes.ts';
import { isLaterRecord, verifyJournalRecord } from '#protocol/verify-at-server.ts';
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
  const sealed = await Promise.all(
    records.map(async (record) => ({ record, isSealed: await isSealedBy(sealer, epoch, record) })),
  );
  const genuine = sealed.flatMap(({ record, isSealed }) => (isSealed ? [record] : []));
  const forged = sealed.flatMap(({ record, isSealed }) => (isSealed ? [] : [record]));
  const decided = await decidePush(deps, { device: sealer, epoch, records: genuine });
  return [...decided, ...refusals(forged, 'bad_signature')];
}

/** What its till did not seal must not take a place or an id in that till's journal. */
async function isSealedBy(
  sealer: KnownDevice,
  epoch: number,
  { id, seq, cose }: PushedRecord,
): Promise<boolean> {
  const bytes = bytesFromBase64(cose);
  const opened = bytes && (await verifyJournalRecord(bytes, sealer.publicKey));
  if (bytes === undefined || opened === undefined) return false;
  if (!opened.ok) return isLaterRecord(bytes, sealer.publicKey);
  const record = opened.value;
  return record.eventId === id && record.sequence === seq && record.epoch === epoch;
}

/** Told and not stored: the till itself may still bring them. */
function refusals(records: readonly { readonly id: string }[], code: string): readonly RecordResult[] {
  return records.map(({ id }) => ({ id, status: 'rejected', code }));
}
