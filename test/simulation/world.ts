// A coalition of two shops with three tills, a few phones and one server, in which everything that can go wrong may go wrong.
import type { Random } from '#base/ports.ts';
import { createPairingCode } from '#server/enrolment/pairing-code.ts';
import { SHOPS, type SimulationDatabases } from './database.ts';
import { type Device, type DeviceSetting, openTill, openWallet, type Till, type Wallet } from './device.ts';
import { bytesFromDice, createDice, type Dice } from './dice.ts';
import { drawFaults, type Faults, NO_FAULTS } from './faults.ts';
import { createLine } from './line.ts';
import { drawKeysFrom } from './seeded-crypto.ts';
import { quiet } from './quiet.ts';
import { createOldClients } from './old-devices.ts';
import { createPromises, type Promises } from './promises.ts';
import { openSimServer, type SimServer } from './sim-server.ts';
import type { Tally } from './tally.ts';

/** In so many worlds the server is one on a cluster, which splits a push by bucket. */
const CLUSTERS = 0.3;
/** Apart from the dice of steps, keys and ids; such that the seeds that catch planted bugs keep their histories. */
const SCOPE_DICE = 0x3600;
const START_MS = Date.UTC(2026, 2, 2, 9);
const TILLS = [SHOPS[0], SHOPS[0], SHOPS[1]];
const MOST_WALLETS = 3;

export interface SimTill extends Till {
  readonly shop: string;
}

export interface SimSale {
  readonly till: SimTill;
  /** That of the customer. */
  readonly wallet: Wallet;
  readonly recordId: string;
  readonly amountMinor: number;
}

export interface RecoverySlip {
  readonly code: string;
  readonly memberId: string;
}

/** What the operator types. */
export interface SimCampaign {
  readonly line: readonly [programme: string, voucher: string];
  readonly options: { readonly name: string; readonly until?: string };
}

export interface World {
  readonly seed: number;
  readonly server: SimServer;
  readonly databases: SimulationDatabases;
  readonly random: Random;
  readonly wallets: Wallet[];
  readonly tills: readonly SimTill[];
  /** Codes that somebody photographed: receipts that wait to be scanned, presentations that were shown before. */
  readonly photographs: string[];
  /** By shop. */
  readonly posters: Map<string, string>;
  /** Some that may be taken back. */
  readonly sales: SimSale[];
  /** Names of tills that got an old disk back, once per time. */
  readonly rolledBackTills: Set<string>;
  /** Thumbprints of keys that two disks had, or an old one: what such a device has signed may contradict itself. */
  readonly copiedKeys: Set<string>;
  /** What their owners have written down, by the name of the phone. */
  readonly recoveryCodes: Map<string, RecoverySlip>;
  /** In the order in which the operator thought of them. */
  readonly campaigns: SimCampaign[];
  /** By the operator; ids. */
  readonly erasedMembers: Set<string>;
  /** Thumbprints of the keys that those had, and of keys that were lost with their phone or disk or wiped off one that was shut out. */
  readonly goneKeys: Set<string>;
  /** By the operator; by name. */
  readonly revokedTills: Map<string, 'returned' | 'stolen'>;
  /** Devices of the oldest version, and when each is updated. */
  readonly oldDevices: Map<Device<unknown>, number>;
  /** Answers that the oldest version could not have read. */
  readonly unread: string[];
  /** What has happened to this world at least once. */
  readonly mishaps: Set<string>;
  readonly promises: Promises;
  readonly tally: Tally;
  faults: Faults;
  /** The dice of the step that is under way. */
  dice: Dice;
  readonly nowMs: () => number;
  readonly pass: (ms: number) => void;
  /** Settles when nothing goes on in the background of anything. */
  readonly atRest: () => Promise<void>;
  /** One line of the history. */
  readonly tell: (line: string) => void;
  readonly history: string[];
  readonly openWallet: (name: string) => Wallet;
  readonly close: () => Promise<void>;
}

export interface WorldSetting {
  readonly seed: number;
  readonly databases: SimulationDatabases;
  readonly tally: Tally;
}

let worlds = 0;

/** Everybody is paired and nothing has happened yet; the first hour is without faults. */
export async function openWorld({ seed, databases, tally }: WorldSetting): Promise<World> {
  const dice = createDice(seed);
  drawKeysFrom(createDice(seed + 1));
  const random: Random = { bytes: bytesFromDice(createDice(seed + 2)) };
  const name = `sim_${process.pid}_${(worlds += 1)}`;
  let nowMs = START_MS;
  const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
  const txScope = createDice(seed ^ SCOPE_DICE).chance(CLUSTERS) ? 'bucket' : 'all';
  tally.saw(`TX_SCOPE=${txScope}`);
  const server = await openSimServer({ databases, name, clock, random, txScope, saw: tally.saw });
  const history: string[] = [];
  const devices: Device<unknown>[] = [];
  const world: World = {
    seed,
    server,
    databases,
    random,
    wallets: [],
    tills: [],
    photographs: [],
    posters: new Map(),
    sales: [],
    rolledBackTills: new Set(),
    copiedKeys: new Set(),
    recoveryCodes: new Map(),
    campaigns: [],
    erasedMembers: new Set(),
    goneKeys: new Set(),
    revokedTills: new Map(),
    oldDevices: new Map(),
    unread: [],
    mishaps: new Set(),
    promises: createPromises(),
    tally,
    faults: NO_FAULTS,
    dice,
    nowMs: clock.nowMs,
    pass: (ms) => void (nowMs += ms),
    atRest: quiet,
    tell: (line) => void history.push(line),
    history,
    openWallet: (called) => opened(openWallet(settingOf(called))),
    close: async () => {
      for (const device of devices) {
        device.close();
        indexedDB.deleteDatabase(device.diskName);
      }
      await server.close();
    },
  };
  const line = createLine(world);
  Object.assign(world, { atRest: line.atRest });
  const settingOf = (called: string): DeviceSetting => ({
    name: called,
    diskName: `${name}_${called}`,
    trueNowMs: clock.nowMs,
    random,
    carry: line.carry,
  });
  function opened<D extends Device<unknown>>(device: D): D {
    devices.push(device);
    return device;
  }
  const tills = TILLS.map((shop, index) =>
    opened(Object.assign(openTill(settingOf(`till${index}`)), { shop })),
  );
  (world.tills as SimTill[]).push(...tills);
  const oldClients = createOldClients(world, START_MS);
  for (const till of tills) oldClients.equip(till);
  await pairAll(world, random);
  for (let index = 0; index < 1 + dice.below(MOST_WALLETS); index++) {
    const wallet = world.openWallet(`wallet${index}`);
    world.wallets.push(wallet);
    oldClients.equip(wallet);
    await wallet.api().syncNow();
    await world.atRest();
  }
  world.faults = drawFaults(dice);
  return world;
}

async function pairAll(world: World, random: Random): Promise<void> {
  const db = world.server.books();
  const clock = { nowMs: world.nowMs, monotonicMs: world.nowMs };
  for (const till of world.tills) {
    const shop = await db
      .selectFrom('merchant')
      .select('id')
      .where('slug', '=', till.shop)
      .executeTakeFirstOrThrow();
    const code = await createPairingCode({ db, clock, random }, { merchantId: shop.id });
    const paired = await till.api().pair(code, till.name);
    await world.atRest();
    if (!paired.ok) throw new Error(`a till could not be paired: ${paired.error.kind}`);
    await till.api().syncNow();
    await world.atRest();
  }
}
