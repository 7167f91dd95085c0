// A till brings what another till of its merchant has sealed, a phone what another one of its member: each record is judged
// as if its own device had sent it.
import type { PushedRecord, RecordResult, SyncRequest } from '#api/sync.ts';
import { bytesFromBase64 } from '#base/bytes.ts';
import { isLaterRecord, verifyJournalRecord } from '#protocol/verify-at-server.ts';
import { findDevice, type KnownDevice } from '#server/http/signed-message.ts';
import { isRecent } from './forgotten.ts';
import { decidePush, type PushDeps } from './push.ts';

/**
 * The records prove themselves: by the signature of the key named, and by the certificates inside. So nothing hangs on
 * who carries them but that it is a till of the same merchant or a phone of the same member: `wrong_role` otherwise;
 * `device_revoked` for a revoked key. A key that only the backup may have forgotten is waited for. While a restored server
 * remembers, a phone may carry what one that was shut out since had said: it carries only what it once heard from here, and says
 * nothing by it that its member could not say by a phone of their own.
 */
export async function decideRelay(
  deps: PushDeps,
  carrier: KnownDevice,
  { device: id, epoch, records }: NonNullable<SyncRequest['relay']>,
): Promise<readonly RecordResult[]> {
  const sealer = await findDevice(deps.db, id);
  const isRemembering = isRecent(deps.state, deps.clock.nowMs());
  if (sealer === undefined && isRemembering)
    return records.map(({ id: record }) => ({ id: record, status: 'retry' }));
  const isSister = carrier.role === sealer?.role && sealer.owner === carrier.owner;
  if (sealer === undefined || !isSister) return refusals(records, 'wrong_role');
  const mayStill = sealer.role === 'wallet' && isRemembering;
  if (sealer.revoked && !mayStill) return refusals(records, 'device_revoked');
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
