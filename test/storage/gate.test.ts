import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { createGate } from '#storage/gate.ts';
import { createWalletDatabase } from '#storage/wallet-database.ts';
import { createWalletStores } from '#storage/wallet-stores.ts';

test('a page is left when the last one inside is done, and nobody gets in any more', async () => {
  const gate = createGate();
  const seen: string[] = [];
  let finish = (): void => undefined;
  const first = gate.enter(() => new Promise<void>((done) => (finish = done)));
  const rested = gate.shut().then(() => seen.push('at rest'));
  void gate.enter(async () => seen.push('too late'));
  await Promise.resolve();
  expect(seen).toEqual([]);
  finish();
  await first;
  await rested;
  expect(seen).toEqual(['at rest']);
});

test('one that throws has left too; an empty one is at rest at once', async () => {
  const gate = createGate();
  await expect(gate.enter(async () => Promise.reject(new Error('full')))).rejects.toThrow('full');
  await expect(gate.shut()).resolves.toBeUndefined();
});

test('the wallet rests when its transaction is on the disk, and the folds begin none after it', async () => {
  const stores = createWalletStores(createWalletDatabase(`gate-${crypto.randomUUID()}`));
  const written = stores.store.write(({ meta }) => meta.put('removed', { atMs: 1 }));
  const rested = stores.rest();
  const late = stores.folds.glances();
  expect((await written).ok).toBe(true);
  await rested;
  const first = await Promise.race([late.then(() => 'read'), Promise.resolve('kept waiting')]);
  expect(first).toBe('kept waiting');
});
