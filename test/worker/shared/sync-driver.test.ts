import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { createSharedStores } from '#storage/shared-stores.ts';
import type { SyncEnd } from '#sync/syncer.ts';
import { createConnection } from '#worker/shared/connection.ts';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import { createSyncDriver } from '#worker/shared/sync-driver.ts';
import { createHandTimers, settle } from '../../support/hand-timers.ts';
import { openSharedDatabase } from '../../support/memory-database.ts';
import { seededRandom } from '../../support/model-device.ts';

const QUIET: SyncEnd = { kind: 'quiet' };

function openDriver(ends: readonly SyncEnd[] = [], exclusive = createLockExclusive(undefined)) {
  const time = createHandTimers();
  const stores = createSharedStores(openSharedDatabase());
  const connection = createConnection({ stores, clock: time.clock, onChange: () => undefined });
  const script = [...ends];
  const drains: number[] = [];
  const world = { ready: true, atTheGate: Promise.resolve() };
  const driver = createSyncDriver({
    app: 'wallet',
    syncer: {
      drain: async () => {
        drains.push(time.clock.nowMs() - 1_000_000);
        return script.shift() ?? QUIET;
      },
    },
    connection,
    exclusive,
    timers: time.timers,
    clock: time.clock,
    random: seededRandom(3),
    before: async () => {
      await world.atTheGate;
      return world.ready;
    },
  });
  return { driver, drains, time, connection, world };
}

describe('sync driver', () => {
  it('syncs at once when asked, then every minute while visible', async () => {
    const { driver, drains, time } = openDriver();
    await driver.now();
    await time.pass(125_000);
    expect(drains).toEqual([0, 60_000, 120_000]);
  });

  it('lets the minute go while hidden, and syncs at once when shown again', async () => {
    const { driver, drains, time } = openDriver();
    driver.visible(false);
    await driver.now();
    await time.pass(300_000);
    expect(drains).toEqual([0]);
    driver.visible(true);
    await settle();
    expect(drains).toEqual([0, 300_000]);
  });

  it('sends records that are appended together in one go, 250 ms after the first', async () => {
    const { driver, drains, time } = openDriver();
    driver.appended();
    await time.pass(200);
    driver.appended();
    await time.pass(1_000);
    expect(drains).toEqual([250]);
  });

  it('spreads over five seconds when the network comes back', async () => {
    const { driver, time } = openDriver();
    driver.networkUp();
    const [delayMs] = time.waiting();
    expect(delayMs).toBeGreaterThanOrEqual(0);
    expect(delayMs).toBeLessThanOrEqual(5_000);
  });

  it('looks once more when it was asked while a hopeless one was still running', async () => {
    const wait: SyncEnd = { kind: 'wait', waitMs: 900_000, asked: false, problem: { kind: 'unreachable' } };
    const { driver, drains, time, world } = openDriver([wait]);
    let open = (): void => undefined;
    world.atTheGate = new Promise((done) => (open = done));
    const first = driver.now();
    driver.networkUp();
    await time.pass(5_000);
    expect(drains).toEqual([]);
    open();
    await first;
    await time.pass(1_000);
    expect(drains).toEqual([5_000, 5_250]);
  });

  it('comes back after its own back-off, and sooner when there is new hope', async () => {
    const failed: SyncEnd = {
      kind: 'wait',
      waitMs: 40_000,
      asked: false,
      problem: { kind: 'timeout' },
    };
    const { driver, drains, time, connection } = openDriver([failed]);
    await driver.now();
    expect(await connection.view()).toMatchObject({ problem: { kind: 'server_unreachable' } });
    driver.appended();
    await time.pass(1_000);
    expect(drains).toEqual([0, 250]);
    expect(await connection.view()).not.toHaveProperty('problem');
  });

  it('does nothing by itself before the time that the server asked for', async () => {
    const { driver, drains, time } = openDriver([{ kind: 'wait', waitMs: 300_000, asked: true }]);
    await driver.now();
    driver.appended();
    driver.networkUp();
    await time.pass(299_999);
    expect(drains).toEqual([0]);
    await time.pass(1);
    expect(drains).toEqual([0, 300_000]);
  });

  it('does not sync while the line is cut on purpose, nor before there is anybody to sync for', async () => {
    const { driver, drains, connection, world } = openDriver();
    await connection.cut(true);
    await driver.now();
    await connection.cut(false);
    world.ready = false;
    await driver.now();
    expect(drains).toEqual([]);
  });

  it('leaves the work to the tab that is at it', async () => {
    const exclusive = createLockExclusive(undefined);
    const { driver, drains } = openDriver([], exclusive);
    let release = (): void => undefined;
    const other = exclusive.run('tessera-wallet-sync', () => new Promise<void>((done) => (release = done)));
    await driver.now();
    expect(drains).toEqual([]);
    release();
    await other;
    await driver.now();
    expect(drains).toHaveLength(1);
  });
});
