import { enrolledDevice } from './enrol.ts';
import { keepChanges } from './keep-changes.ts';
import { readTogether } from './receive-changes.ts';
import type { WalletDeps } from './wallet-deps.ts';

/**
 * After a fresh trust list: what the server told before and nobody could verify then, because its merchant was unknown or the
 * list had run out. What still cannot be verified waits on.
 */
export async function readAgain(deps: WalletDeps): Promise<void> {
  const { store } = deps.stores;
  const { waiting, clock } = await store.read(async ({ unread, meta }) => ({
    waiting: await unread.all(),
    clock: await meta.get('clock'),
  }));
  if (waiting.length === 0) return;
  const device = await enrolledDevice(deps);
  const trusted = await deps.catalogue.current();
  if (device === undefined || trusted === undefined) return;
  const nowMs = deps.around.clock.nowMs();
  const reading = { deps, device, trusted, serverNowMs: nowMs + (clock?.offsetMs ?? 0) };
  const again = await readTogether(
    reading,
    waiting.map(({ change }) => change),
  );
  const read = waiting.flatMap(({ order }, index) => {
    const change = again[index];
    return change === undefined || change.isUnread === true ? [] : [{ order: order!, change }];
  });
  const changes = read.map(({ change }) => change);
  const kept = await store.write(async (repositories) => {
    await keepChanges(repositories, changes, nowMs);
    await repositories.unread.remove(read.map(({ order }) => order));
    await repositories.unread.prune(nowMs);
  });
  if (kept.ok && read.length > 0) deps.broadcast.changed(...changes.flatMap(({ topics }) => topics));
}
