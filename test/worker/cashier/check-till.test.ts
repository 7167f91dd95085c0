import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
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
