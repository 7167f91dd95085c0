import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { expect, it } from 'vitest';
import { expectOk } from '../../support/till-expectations.ts';
import { type TillWorld, createTillWorld, openPairedTill } from '../../support/till-world.ts';

it('tells what a paired till stands on, and writes for good', async () => {
  const world: TillWorld = await createTillWorld();
  const till = await openPairedTill(world);
  world.clock.advance(60_000);
  const check = await till.api.checkTill();
  expect(check).toMatchObject({
    atMs: world.clock.nowMs(),
    unsent: 0,
    clockOffsetMs: 0,
    clockBehindMs: 0,
    lastSyncMs: world.clock.nowMs() - 60_000,
    certificateUntilMs: (Math.floor(world.clock.nowMs() / 1_000) - 60 + 89 * 86_400) * 1_000,
    trustListUntilMs: world.trustList.expiresAtS * 1_000,
    writeMs: 0,
  });
});

it('finds a clock that was set back', async () => {
  const world = await createTillWorld();
  const till = await openPairedTill(world);
  world.clock.advance(-3_600_000);
  expect((await till.api.checkTill()).clockBehindMs).toBe(3_600_000);
});

it('says that nothing is kept when the database is gone', async () => {
  const world = await createTillWorld();
  const till = await openPairedTill(world);
  const { store } = till.stores;
  Object.assign(store, { write: async () => ({ ok: false, error: { kind: 'storage_full' } }) });
  expect(await till.api.checkTill()).not.toHaveProperty('writeMs');
});

it('counts records that the disk has spoilt and hands them out as a file; sales go on', async () => {
  const world = await createTillWorld();
  const till = await openPairedTill(world);
  expect(await till.api.checkTill()).toMatchObject({ setAside: 0 });
  expect(await till.api.exportSetAside()).toEqual({ ok: false, error: { kind: 'record_unknown' } });
  const disk = new Dexie(till.name);
  await disk.open();
  await disk.table('outbox').add({ id: 'spoilt', state: 0, cose: 'text', parts: [new Uint8Array([7])] });
  disk.close();
  await till.driver.now();
  expect(await till.api.checkTill()).toMatchObject({ setAside: 1 });
  const file = expectOk(await till.api.exportSetAside());
  expect(file.name).toMatch(/^tessera-set-aside-\d+\.json$/);
  expect(JSON.parse(new TextDecoder().decode(file.bytes))).toMatchObject([
    { table: 'outbox', row: { id: 'spoilt', cose: 'text', parts: [{ hex: '07' }] } },
  ]);
  const reading = expectOk(await till.api.readCode(await world.passCode(), { lines: [] }));
  if (reading.kind !== 'member') throw new Error(reading.kind);
  const sale = { lines: [{ amountMinor: 900, category: 'shoes' }] };
  expectOk(await till.api.recordSale(reading.readingId, sale));
});
