import type { PushedRecord } from '#api/sync.ts';
import { base64FromBytes } from '#base/bytes.ts';
import type { Cursor, Outbox } from '#sync/ports.ts';
import type { SealedRecord } from './outbox-store.ts';
import type { SharedRepositories } from './shared-stores.ts';
import type { Store } from './store.ts';

/**
 * The outbox as the syncer sees it: batches of one epoch, in the order in which the records were sealed. `isPushable`: whether
 * the server can read a record; one that it cannot is set aside before it is in anybody's way.
 */
export function createSyncOutbox(
  store: Store<SharedRepositories>,
  isPushable: (record: PushedRecord) => boolean,
): Outbox {
  const read = (limit: number, without: ReadonlySet<string>) =>
    store.read(async ({ outbox, meta }) => {
      const records = await outbox.unsent(limit, without);
      const epoch = records[0]?.epoch ?? (await meta.get('journal'))?.epoch ?? 0;
      const mixed = records.findIndex((record) => record.epoch !== epoch);
      return { epoch, records: (mixed === -1 ? records : records.slice(0, mixed)).map(pushedFrom) };
    });

  async function setAside(ids: readonly string[]): Promise<void> {
    await store.write(async ({ outbox, quarantine }) => {
      const rows = await outbox.byIds(ids);
      await quarantine.setAside(
        'outbox',
        rows.map(({ order }) => order),
      );
    });
  }

  return {
    setAside: (id) => setAside([id]),
    batch: async (limit, without = new Set()) => {
      const left = new Set(without);
      for (;;) {
        const batch = await read(limit, left);
        const unfit = batch.records.filter((record) => !isPushable(record)).map(({ id }) => id);
        if (unfit.length === 0) return batch;
        await setAside(unfit);
        // A full disk keeps them where they are.
        for (const id of unfit) left.add(id);
      }
    },
  };
}

/** `isKnownKind`: whether this build reads changes of that kind. */
export function createSyncCursor(
  store: Store<SharedRepositories>,
  isKnownKind: (kind: string) => boolean,
): Cursor {
  return {
    read: () =>
      store.read(async ({ meta }) => {
        const position = (await meta.get('position')) ?? { cursor: 0 };
        const skipped = await meta.get('skipped');
        // A newer build reads what an older one had to leave out; hearing the rest once more does no harm.
        return skipped?.kinds.some(isKnownKind)
          ? { ...position, cursor: Math.min(position.cursor, skipped.cursor) }
          : position;
      }),
  };
}

function pushedFrom({ id, sequence, cose }: SealedRecord): PushedRecord {
  return { id, seq: sequence, cose: base64FromBytes(cose) };
}
