import * as v from 'valibot';
import { change } from '#api/sync.ts';
import { enrolledDevice } from './enrol.ts';
import { keepChanges } from './keep-changes.ts';
import { readTogether } from './receive-changes.ts';
import { isFresh } from '#protocol/trust-list.ts';
import type { WalletDeps } from './wallet-deps.ts';

/**
 * After a fresh trust list: what the server told before and nobody could verify then, because its merchant was unknown or the
 * list had run out. What still cannot be verified waits on; what turns out not to be ours is done with.
 */
export async function readAgain(deps: WalletDeps): Promise<void> {
  const { store } = deps.stores;
  const { told, clock, places } = await store.read(async ({ unread, meta, voucherPlaces }) => ({
    told: await unread.all(),
    clock: await meta.get('clock'),
    places: await voucherPlaces.all(),
  }));
  const broken = told.filter((row) => !v.is(change, row.change)).map(({ order }) => order!);
  if (broken.length > 0) await store.write(({ quarantine }) => quarantine.setAside('unread', broken));
  const waiting = told.filter(({ order }) => !broken.includes(order!));
  if (waiting.length === 0) return;
  const device = await enrolledDevice(deps);
  const trusted = await deps.catalogue.current();
  if (device === undefined || trusted === undefined) return;
  const nowMs = deps.around.clock.nowMs();
  const serverNowMs = nowMs + (clock?.offsetMs ?? 0);
  // It proves nothing, and what it does not prove must not count as tried: it would be given up when it is old.
  if (!isFresh(trusted.trustList, serverNowMs)) return;
  const elsewhere = new Set(places.map(({ id }) => id));
  const reading = { deps, device, trusted, elsewhere, serverNowMs };
  const again = await readTogether(
    reading,
    waiting.map((row) => row.change),
  );
  const read = waiting.filter((_, index) => again[index]?.isUnread !== true);
  const changes = again.flatMap((one) => (one === undefined || one.isUnread ? [] : [one]));
  const kept = await store.write(async (repositories) => {
    await keepChanges(repositories, changes, nowMs);
    await repositories.unread.remove(read.map(({ order }) => order!));
    await repositories.unread.prune(nowMs);
  });
  if (kept.ok && changes.length > 0) deps.broadcast.changed(...changes.flatMap(({ topics }) => topics));
}
