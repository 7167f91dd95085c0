// A row that the disk or the browser has spoilt: put aside whole, and the app goes on without it.
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { createCashierDatabase } from '#storage/cashier-database.ts';
import { createCashierStores } from '#storage/cashier-stores.ts';
import { createWalletDatabase } from '#storage/wallet-database.ts';
import { createWalletStores } from '#storage/wallet-stores.ts';
import { isSound } from '#storage/row-shape.ts';
import { WALLET_ROWS } from '#storage/wallet-rows.ts';
import { exportSetAside } from '#worker/shared/export-set-aside.ts';
import { freshDatabaseName } from '../support/memory-database.ts';
import { signedBytes } from '../support/signed-bytes.ts';

const cose = signedBytes();
const receipt = (id: string) => ({ id, cose, addedAtMs: 1 });
const record = (id: string) => ({
  id,
  kind: 'join' as const,
  parts: [cose],
  occurredAtMs: 1,
  epoch: 1,
  sequence: 1,
  cose,
});

it('a spoilt receipt, record, voucher and value are set aside as they were, and the rest is read', async () => {
  const db = createWalletDatabase(freshDatabaseName());
  const { store } = createWalletStores(db);
  await store.write(async ({ receipts, outbox, meta }) => {
    await meta.put('position', { cursor: 9 });
    await receipts.put(receipt('a'));
    await outbox.append(record('r1'));
  });
  await db.table('receipts').bulkAdd([
    { id: 'b', addedAtMs: 2 },
    { id: 'c', cose: 'text', addedAtMs: 3 },
  ]);
  await db.table('outbox').add({ id: 'r2', state: 0, cose: null });
  await db.table('vouchers').add({ id: 'v', cose, content: 7, state: 'live', uses: 0 });
  await db.table('meta').add({ name: 'journal', value: { epoch: 'one' } });
  const read = await store.read(async ({ receipts, outbox, vouchers, meta }) => ({
    receipts: (await receipts.all()).map(({ id }) => id),
    records: (await outbox.all()).map(({ id }) => id),
    voucher: await vouchers.get('v'),
    journal: await meta.get('journal'),
  }));
  expect(read).toEqual({ receipts: ['a'], records: ['r1'], voucher: undefined, journal: undefined });
  const aside = await store.read(({ quarantine }) => quarantine.all());
  expect(aside.map(({ table, key }) => `${table} ${String(key)}`).toSorted()).toEqual([
    'meta journal',
    'outbox 2',
    'receipts b',
    'receipts c',
    'vouchers v',
  ]);
  expect(aside.find(({ key }) => key === 'c')?.row).toEqual({ id: 'c', cose: 'text', addedAtMs: 3 });
  expect(await db.table('receipts').toCollection().primaryKeys()).toEqual(['a']);
  // The server is asked for all that it has of this member.
  expect(await store.read(({ meta }) => meta.get('position'))).toEqual({
    cursor: 9,
    snapshot: { at: 0, total: 0 },
  });
  // Met again, nothing is put aside twice, and the place is free for a good one.
  await store.write(({ receipts }) => receipts.put(receipt('b')));
  expect(
    await store.read(({ receipts, quarantine }) => Promise.all([receipts.count(), quarantine.count()])),
  ).toEqual([2, 5]);
});

it('a till sells on beside a spoilt row of its own', async () => {
  const db = createCashierDatabase(freshDatabaseName());
  const { store } = createCashierStores(db);
  await store.write(({ outbox }) => outbox.append(record('r1')));
  await db.table('outbox').add({ id: 'r0', state: 0 });
  expect((await store.read(({ outbox }) => outbox.unsent(10))).map(({ id }) => id)).toEqual(['r1']);
  expect(await db.table('quarantine').count()).toBe(1);
});

it('looking at ten thousand receipts takes a small part of what reading them takes', async () => {
  const db = createWalletDatabase(freshDatabaseName());
  const content = {
    receiptKey: 'k:1',
    issuedAtS: 1,
    merchantSlug: 'copper-cup',
    merchantName: 'Copper Cup',
    currency: { code: 'EUR', exponent: 2 },
    purchase: { lines: [{ amountMinor: 400, category: 'coffee' }], totalMinor: 400 },
  };
  const rows = Array.from({ length: 10_000 }, (_, at) => ({ ...receipt(String(at)), content }));
  await db.table('receipts').bulkAdd(rows);
  const beforeReadMs = performance.now();
  const held = await db.table('receipts').toArray();
  const readMs = performance.now() - beforeReadMs;
  const beforeLookMs = performance.now();
  expect(held.every((row) => isSound(WALLET_ROWS, 'receipts', row))).toBe(true);
  const lookMs = performance.now() - beforeLookMs;
  console.log(`10,000 receipts: read ${readMs.toFixed(0)} ms, looked at in ${lookMs.toFixed(1)} ms`);
  expect(lookMs).toBeLessThan(readMs);
});

it('a good row that was written over a spoilt one stays, and the spoilt one is told of', async () => {
  const db = createWalletDatabase(freshDatabaseName());
  const { store } = createWalletStores(db);
  await db.table('meta').add({ name: 'position', value: { cursor: 'x' } });
  await store.write(async ({ meta }) => {
    expect(await meta.get('position')).toBeUndefined();
    await meta.put('position', { cursor: 4 });
  });
  expect(await store.read(({ meta }) => meta.get('position'))).toEqual({ cursor: 4 });
  expect(await store.read(({ quarantine }) => quarantine.count())).toBe(1);
});

it('a spoilt counter goes on beyond every number that it can have given', async () => {
  const db = createWalletDatabase(freshDatabaseName());
  const { store } = createWalletStores(db);
  await store.write(({ meta }) => meta.put('clock', { highWaterMarkMs: 1_800_000_000_000 }));
  let last = 5_000;
  for (let losses = 0; losses < 3; losses++) {
    await db.table('counters').put({ name: 'device', value: String(last) });
    await store.lookThrough();
    const given = await store.write(({ counters }) => counters.next('device'));
    expect(given.ok && given.value).toBeGreaterThan(Math.max(last, 1_800_000_000));
    last = given.ok ? given.value : 0;
  }
});

it('a row that no query meets is found by looking through', async () => {
  const db = createWalletDatabase(freshDatabaseName());
  const { store } = createWalletStores(db);
  await db.table('outbox').bulkAdd([
    { id: 'r1', cose },
    { ...record('r2'), state: 0 },
  ]);
  expect(await store.read(({ outbox }) => outbox.stats())).toMatchObject({ unsent: 1 });
  expect(await store.read(({ quarantine }) => quarantine.count())).toBe(0);
  await store.lookThrough();
  expect(await store.read(({ quarantine }) => quarantine.all())).toMatchObject([{ row: { id: 'r1', cose } }]);
});

it('the last row that can be read is given where a spoilt one comes after it', async () => {
  const db = createCashierDatabase(freshDatabaseName());
  const { store } = createCashierStores(db);
  const shift = { number: 1, openedAtMs: 1, fromSequence: 1 };
  await db.table('shifts').bulkAdd([shift, { number: 2 }]);
  expect(await store.read(({ shifts }) => shifts.latest())).toEqual(shift);
});

it('of very many spoilt rows each can be saved', async () => {
  const db = createWalletDatabase(freshDatabaseName());
  const { store } = createWalletStores(db);
  await db.table('receipts').bulkAdd(Array.from({ length: 1_500 }, (_, at) => ({ id: String(at) })));
  await store.lookThrough();
  const clock = { nowMs: () => 1, monotonicMs: () => 1 };
  const saved = await exportSetAside({ store, clock });
  expect(saved.ok && JSON.parse(new TextDecoder().decode(saved.value.bytes))).toHaveLength(1_500);
});
