import { type Refusal, type Result, err, ok } from '#base/result.ts';
import { visitEvent } from '#loyalty/ledger/pay-terms.ts';
import { bytesFromCode } from '#protocol/code.ts';
import { openPoster } from '#protocol/poster.ts';
import type { VisitRow } from '#storage/visit-store.ts';
import { enrolledDevice } from './enrol.ts';
import type { WalletDeps } from './wallet-deps.ts';

export interface CheckedIn {
  readonly visit: VisitRow;
  /** It was counted before: once a day is all a poster gives. */
  readonly again: boolean;
}

/**
 * Checks in by a poster, scanned here or opened by the phone's own camera. Only posters of listed merchants count, so a fake
 * one gets nothing. `wasAtS`: the visit was then, and is in a backup; the poster may have come to its end since. Refusals: those of `openPoster`, `not_enrolled`, those of the storage.
 */
export async function checkIn(
  deps: WalletDeps,
  text: string,
  wasAtS?: number,
): Promise<Result<CheckedIn, Refusal>> {
  const device = await enrolledDevice(deps);
  const bytes = bytesFromCode(text);
  if (!bytes.ok) return bytes;
  const trusted = await deps.catalogue.current();
  const atS = wasAtS ?? Math.floor(deps.around.clock.nowMs() / 1_000);
  const opened = await openPoster(text, trusted?.trustList, atS * 1_000);
  if (!opened.ok) return err({ kind: opened.error.kind });
  if (device === undefined) return err({ kind: 'not_enrolled' });
  const { merchant, poster } = opened.value;
  const { id } = visitEvent({ atS, memberId: device.memberId, merchantSlug: merchant.slug });
  const { stores, journal, around } = deps;
  return around.exclusive.run('tessera-wallet-visits', async () => {
    const before = await stores.store.read(({ visits }) => visits.get(id));
    if (before !== undefined) return ok({ visit: before, again: true });
    const record = {
      kind: 'visit' as const,
      parts: [bytes.value],
      occurredAtMs: atS * 1_000,
      id: journal.newId(),
    };
    const visit: VisitRow = {
      id,
      merchantSlug: merchant.slug,
      merchantName: merchant.name,
      placeName: poster.displayName,
      atS,
      recordId: record.id,
    };
    const appended = await journal.append(device.signer, record, ({ visits }) => visits.put(visit));
    if (!appended.ok) return appended;
    deps.broadcast.changed('activity', 'programmes', 'connection');
    deps.onAppended();
    return ok({ visit, again: false });
  });
}
