import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { SealedRecord } from '#storage/outbox-store.ts';
import { RETENTION_MS } from '#storage/outbox-store.ts';
import { createSyncOutbox } from '#storage/sync-ports.ts';
import { createWalletDatabase } from '#storage/wallet-database.ts';
import { createWalletStores } from '#storage/wallet-stores.ts';
import { freshDatabaseName, openSharedDatabase } from '../support/memory-database.ts';
import { openSharedStores } from '../support/open-stores.ts';
import { signedBytes } from '../support/signed-bytes.ts';

const record = (id: string, sequence: number, epoch = 1): SealedRecord => ({
  id,
  kind: 'earn',
  parts: [new Uint8Array([1])],
  occurredAtMs: 1_000 + sequence,
  epoch,
  sequence,
  cose: new Uint8Array([sequence]),
});

async function outboxWith(...records: readonly SealedRecord[]) {
  const stores = openSharedStores(openSharedDatabase());
  for (const each of records) await stores.outbox.append(each);
  return stores;
}

describe('outbox', () => {
  it('gives unsent records in the order of appending, with their count and the age of the oldest', async () => {
    const { outbox } = await outboxWith(record('b', 1), record('a', 2), record('c', 3));
    expect((await outbox.unsent(2)).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(await outbox.stats()).toEqual({ unsent: 3, oldestUnsentMs: 1_001 });
  });

  it('refuses a second record under the same id', async () => {
    const { outbox } = await outboxWith(record('a', 1));
    await expect(outbox.append(record('a', 2))).rejects.toMatchObject({ name: 'ConstraintError' });
    expect(await outbox.stats()).toMatchObject({ unsent: 1 });
  });

  it('keeps decided records for 35 days, then forgets them, and never forgets an unsent one', async () => {
    const { outbox } = await outboxWith(record('a', 1), record('b', 2), record('c', 3));
    await outbox.markDecided(['a'], 0);
    await outbox.markDecided(['b'], 1);
    await outbox.prune(RETENTION_MS + 1);
    expect((await outbox.byIds(['a', 'b', 'c'])).map(({ id }) => id)).toEqual(['b', 'c']);
    expect(await outbox.stats()).toMatchObject({ unsent: 1 });
  });

  it('sends decided records again after a server came back from an older state', async () => {
    const { outbox } = await outboxWith(record('a', 1), record('b', 2), record('c', 3));
    await outbox.markDecided(['a', 'b'], 5);
    await outbox.reopenDecided(new Set(['b']));
    expect((await outbox.unsent(10)).map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('never mixes two epochs in one batch', async () => {
    const { store, outbox } = await outboxWith(record('a', 1, 7), record('b', 2, 7), record('c', 1, 9));
    const port = createSyncOutbox(store, () => true);
    expect(await port.batch(10)).toMatchObject({ epoch: 7, records: [{ id: 'a' }, { id: 'b' }] });
    await outbox.markDecided(['a', 'b'], 5);
    expect(await port.batch(10)).toMatchObject({ epoch: 9, records: [{ id: 'c', seq: 1, cose: 'AQ==' }] });
  });

  it('sets aside what the server could not read, and gives the rest', async () => {
    const stores = createWalletStores(createWalletDatabase(freshDatabaseName()));
    const sealed = { ...record('good', 1), cose: signedBytes() };
    await stores.store.write(async ({ outbox }) => {
      await outbox.append({ ...sealed, id: 'spoilt', sequence: 2 });
      await outbox.append(sealed);
    });
    const port = createSyncOutbox(stores.store, ({ id }) => id !== 'spoilt');
    expect((await port.batch(1)).records).toMatchObject([{ id: 'good' }]);
    expect(await stores.store.read(({ quarantine }) => quarantine.all())).toMatchObject([
      { table: 'outbox', row: { id: 'spoilt', cose: signedBytes() } },
    ]);
    expect(await stores.store.read(({ outbox }) => outbox.stats())).toMatchObject({ unsent: 1 });
  });

  it('gives what comes after many that the server could not read', async () => {
    const stores = createWalletStores(createWalletDatabase(freshDatabaseName()));
    const cose = signedBytes();
    await stores.store.write(async ({ outbox }) => {
      for (const [at, id] of ['spoilt', 'spoilt too', 'good'].entries())
        await outbox.append({ ...record(id, at + 1), cose });
    });
    const port = createSyncOutbox(stores.store, ({ id }) => id === 'good');
    expect((await port.batch(1)).records).toMatchObject([{ id: 'good' }]);
    expect(await stores.store.read(({ quarantine }) => quarantine.count())).toBe(2);
  });

  it('names the epoch of the journal when nothing waits', async () => {
    const { store, meta } = await outboxWith();
    await meta.put('journal', { epoch: 42, sequence: 0, previous: new Uint8Array(8) });
    expect(await createSyncOutbox(store, () => true).batch(10)).toEqual({ epoch: 42, records: [] });
  });
});
