// A phone or a till in the simulated world: the app's whole worker over a disk, a clock of its own and a line to the server.
import 'fake-indexeddb/auto';
import './prompt-deflate.ts';
import './quick-clone.ts';
import './quiet.ts';
import type Dexie from 'dexie';
import type { Clock, Random } from '#base/ports.ts';
import { createCashierDatabase } from '#storage/cashier-database.ts';
import { createCashierStores } from '#storage/cashier-stores.ts';
import { createWalletDatabase } from '#storage/wallet-database.ts';
import type { CashierApi } from '#bridge/cashier-api.ts';
import type { WalletApi } from '#bridge/wallet-api.ts';
import { composeCashier } from '#worker/cashier/compose.ts';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import type { Fetch } from '#worker/shared/surroundings.ts';
import { assembleWallet } from '#worker/wallet/assemble.ts';
import { type Disk, readDisk, writeDisk } from './disk.ts';
import { updatedDisk } from './old-client.ts';
import { ORIGIN } from './sim-server.ts';
import { throwBug } from '../support/throw-bug.ts';

const DAY_MS = 86_400_000;

export interface Device<Api> {
  readonly name: string;
  readonly diskName: string;
  readonly api: () => Api;
  /** Its clock is this far from the true time. */
  skewMs: number;
  online: boolean;
  /** It runs the oldest version that is served. */
  isOld: boolean;
  /** A disk of an earlier day, for the day on which the profile is put back. */
  saved: Disk | undefined;
  /** The process ends; another one starts over the same disk. */
  readonly restart: () => void;
  /** All tables, or these. */
  readonly read: (names?: readonly string[]) => Promise<Disk>;
  /** The process ends, the disk becomes this, another process starts. */
  readonly replaceDisk: (disk: Disk) => Promise<void>;
  readonly close: () => void;
}

/** What the network must know of whoever sends. */
export type Caller = Pick<Device<unknown>, 'online' | 'isOld'>;
export type Wallet = Device<WalletApi>;
export type Till = Device<CashierApi>;

export interface DeviceSetting {
  readonly name: string;
  /** Of its database, which no other device of this process shares; else as its own. */
  readonly diskName?: string;
  readonly trueNowMs: () => number;
  readonly random: Random;
  /** What becomes of a request of this device. */
  readonly carry: (device: Caller, ...request: Parameters<Fetch>) => Promise<Response>;
}

export function openWallet(setting: DeviceSetting): Wallet {
  return openDevice(setting, createWalletDatabase, (db, around) => {
    const machine = { around, db, broadcast: { changed: () => undefined } };
    return assembleWallet({ ...machine, storageView: async () => ({ persisted: true }) }).api;
  });
}

export function openTill(setting: DeviceSetting): Till {
  return openDevice(setting, createCashierDatabase, (db, around) => {
    const dayStartMs = (nowMs: number): number => nowMs - (nowMs % DAY_MS);
    const machine = {
      ...around,
      clock: { ...around.clock, dayStartMs },
      storageView: async () => ({ persisted: true }),
    };
    const stores = createCashierStores(db);
    return composeCashier({ around: machine, stores, changed: () => undefined }).api;
  });
}

function surroundings(setting: DeviceSetting, device: Caller & { skewMs: number }) {
  const clock: Clock = {
    nowMs: () => setting.trueNowMs() + device.skewMs,
    monotonicMs: setting.trueNowMs,
  };
  return {
    clock,
    random: setting.random,
    // Nothing happens by itself in this world: every sync is a step of its own.
    timers: { after: () => () => undefined },
    exclusive: createLockExclusive(undefined),
    onBug: throwBug,
    fetch: ((url, init) => setting.carry(device, url, init)) satisfies Fetch,
    origin: ORIGIN,
  };
}

function openDevice<Api, Db extends Dexie>(
  setting: DeviceSetting,
  openDatabase: (name: string) => Db,
  compose: (db: Db, around: ReturnType<typeof surroundings>) => Api,
): Device<Api> {
  let db: Db;
  let api: Api;
  const start = (): void => {
    db = openDatabase(device.diskName);
    api = compose(db, surroundings(setting, device));
  };
  const device: Device<Api> = {
    name: setting.name,
    diskName: setting.diskName ?? setting.name,
    skewMs: 0,
    online: true,
    isOld: false,
    saved: undefined,
    api: () => api,
    restart: () => {
      db.close();
      start();
    },
    read: (names) => readDisk(db, names),
    replaceDisk: async (disk) => {
      db.close();
      start();
      await writeDisk(db, device.isOld ? disk : updatedDisk(disk));
      device.restart();
    },
    close: () => db.close(),
  };
  start();
  return device;
}
