import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { createSharedStores } from '#storage/shared-stores.ts';
import type { SyncEnd } from '#sync/syncer.ts';
import { createConnection } from '#worker/shared/connection.ts';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import { createSyncDriver, type SyncDriverDeps } from '#worker/shared/sync-driver.ts';
import { createHandTimers, settle } from '../../support/hand-timers.ts';
import { openSharedDatabase } from '../../support/memory-database.ts';
import { seededRandom } from '../../support/model-device.ts';

const QUIET: SyncEnd = { kind: 'quiet' };
const BUSY: SyncEnd = { kind: 'wait', waitMs: 900_000, asked: false, problem: { kind: 'server_busy' } };
const SILENT: SyncEnd = { kind: 'wait', waitMs: 900_000, asked: false, problem: { kind: 'unreachable' } };
const ASKED: SyncEnd = {
  kind: 'wait',
  waitMs: 900_000,
  asked: true,
  problem: { kind: 'server_busy', retryAfterS: 900 },
};

type Part = 'before' | 'drain' | 'afterQuiet';

function openDriver(
  ends: readonly SyncEnd[] = [],
  exclusive = createLockExclusive(undefined),
  { db = openSharedDatabase(), time = createHandTimers() } = {},
) {
  const stores = createSharedStores(db);
  const connection = createConnection({ stores, clock: time.clock, onChange: () => undefined });
  const script = [...ends];
  const drains: number[] = [];
  const bugs: unknown[] = [];
  const world: {
    ready: Awaited<ReturnType<SyncDriverDeps['before']>>;
    atTheGate: Promise<void>;
    broken?: Part;
  } = {
    ready: true,
    atTheGate: Promise.resolve(),
  };
  const meet = (part: Part): void => {
    if (world.broken === part) throw new Error(part);
  };
  const driver = createSyncDriver({
    app: 'wallet',
    syncer: {
      drain: async () => {
        drains.push(time.clock.nowMs() - 1_000_000);
        meet('drain');
        return script.shift() ?? QUIET;
      },
    },
    connection,
    exclusive,
    timers: time.timers,
    clock: time.clock,
    random: seededRandom(3),
    onBug: (bug) => bugs.push(bug),
    before: async () => {
      meet('before');
      await world.atTheGate;
      return world.ready;
    },
    afterQuiet: async () => meet('afterQuiet'),
  });
  return { driver, drains, time, connection, world, bugs, db };
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
    await time.pass(0);
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
    const { driver, drains, time, world } = openDriver([SILENT]);
    let open = (): void => undefined;
    world.atTheGate = new Promise((done) => (open = done));
    const first = driver.now();
    driver.networkUp();
    await time.pass(5_000);
    expect(drains).toEqual([]);
    open();
    await first;
    await time.pass(2_000);
    expect(drains).toEqual([5_000, 7_000]);
  });

  it('keeps its own back-off from a server that is unwell, whatever happens meanwhile', async () => {
    const { driver, drains, time, connection } = openDriver([BUSY]);
    await driver.now();
    expect(await connection.view()).toMatchObject({ problem: { kind: 'server_busy' } });
    driver.appended();
    driver.networkUp();
    driver.visible(true);
    await time.pass(899_999);
    expect(drains).toEqual([0]);
    await time.pass(1);
    expect(drains).toEqual([0, 900_000]);
    expect(await connection.view()).not.toHaveProperty('problem');
  });

  it('tries again within its back-off when a person asks', async () => {
    const { driver, drains, time } = openDriver([BUSY]);
    await driver.now();
    await time.pass(10_000);
    await driver.now();
    expect(drains).toEqual([0, 10_000]);
  });

  it('after silence takes up every new hope, but not more often than every two seconds', async () => {
    const { driver, drains, time } = openDriver([SILENT, SILENT, SILENT]);
    await driver.now();
    await time.pass(30_000);
    driver.appended();
    await time.pass(500);
    driver.visible(true);
    await time.pass(500);
    expect(drains).toEqual([0, 30_250]);
    await time.pass(10_000);
    expect(drains).toEqual([0, 30_250, 32_250]);
  });

  it('looks every minute while visible for a network that came back without a word, else by its back-off', async () => {
    const { driver, drains, time } = openDriver([SILENT, SILENT, SILENT]);
    await driver.now();
    await time.pass(60_000);
    driver.visible(false);
    await time.pass(60_000);
    expect(drains).toEqual([0, 60_000, 120_000]);
    await time.pass(899_999);
    expect(drains).toHaveLength(3);
    await time.pass(1);
    expect(drains).toEqual([0, 60_000, 120_000, 1_020_000]);
  });

  it('goes on every minute while all that is left is what the server cannot decide yet', async () => {
    const putOff: SyncEnd = { kind: 'wait', waitMs: 900_000, asked: false, isSent: true };
    const { driver, drains, time } = openDriver([putOff, putOff]);
    await driver.now();
    await time.pass(60_000);
    driver.appended();
    await time.pass(1_000);
    expect(drains).toEqual([0, 60_000, 60_250]);
  });

  it('does nothing before the time that the server asked for, and tells a person who asks', async () => {
    const { driver, drains, time, connection } = openDriver([{ kind: 'wait', waitMs: 300_000, asked: true }]);
    await driver.now();
    expect(await connection.view()).not.toHaveProperty('problem');
    driver.appended();
    driver.networkUp();
    driver.visible(true);
    await time.pass(11_000);
    await driver.now();
    expect(await connection.view()).toMatchObject({ problem: { kind: 'server_busy' } });
    await time.pass(288_999);
    expect(drains).toEqual([0]);
    await time.pass(1);
    expect(drains).toEqual([0, 300_000]);
    expect(await connection.view()).not.toHaveProperty('problem');
  });

  it('leaves the server alone as well when it asked for it before anything was sent', async () => {
    const { driver, drains, time, world } = openDriver();
    world.ready = { kind: 'server_busy', retryAfterS: 300 };
    await driver.now();
    world.ready = true;
    driver.visible(true);
    await driver.now();
    await time.pass(299_999);
    expect(drains).toEqual([]);
    await time.pass(1);
    expect(drains).toEqual([300_000]);
  });

  it('keeps to what the server asked another tab, or this one before it was opened again', async () => {
    const { driver, time, db } = openDriver([ASKED]);
    await driver.now();
    const other = openDriver([], undefined, { db, time });
    await other.connection.restore();
    await time.pass(60_000);
    await other.driver.now();
    other.driver.appended();
    await time.pass(839_999);
    expect(other.drains).toEqual([]);
    await time.pass(1);
    expect(other.drains).toEqual([900_000]);
  });

  it('stays away for a day at most, though nobody comes to look', async () => {
    const { driver, drains, time } = openDriver([{ ...ASKED, waitMs: 20 * 86_400_000 }]);
    await driver.now();
    await time.pass(86_399_999);
    expect(drains).toEqual([0]);
    await time.pass(1);
    expect(drains).toEqual([0, 86_400_000]);
  });

  it.each<Part>(['before', 'drain', 'afterQuiet'])(
    'comes back after a bug in %s: with words, a wait that grows, and as if nothing had been',
    async (part) => {
      const { driver, drains, time, world, connection, bugs } = openDriver();
      world.broken = part;
      await driver.now();
      expect(bugs).toEqual([new Error(part)]);
      expect(await connection.view()).toMatchObject({ syncing: false, problem: { kind: 'internal' } });
      await time.pass(3_600_000);
      // Ten doublings from two seconds to a quarter of an hour, then about eight tries an hour.
      expect(bugs.length).toBeGreaterThan(8);
      expect(bugs.length).toBeLessThan(40);
      delete world.broken;
      await time.pass(900_000);
      expect(await connection.view()).not.toHaveProperty('problem');
      const before = drains.length;
      await time.pass(60_000);
      expect(drains.length).toBe(before + 1);
    },
  );

  it('does not sync while the line is cut on purpose, nor before there is anybody to sync for', async () => {
    const { driver, drains, connection, world } = openDriver();
    await connection.cut(true);
    await driver.now();
    await connection.cut(false);
    world.ready = false;
    await driver.now();
    expect(drains).toEqual([]);
  });

  it('leaves the work to the tab that is at it, and looks after it when that one is gone', async () => {
    const exclusive = createLockExclusive(undefined);
    const { driver, drains, time } = openDriver([], exclusive);
    let release = (): void => undefined;
    const other = exclusive.run('tessera-wallet-sync', () => new Promise<void>((done) => (release = done)));
    await driver.now();
    expect(drains).toEqual([]);
    driver.appended();
    await time.pass(59_000);
    expect(drains).toEqual([]);
    release();
    await other;
    await settle();
    await time.pass(1_000);
    expect(drains).toEqual([59_250]);
  });
});
