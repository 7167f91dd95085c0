// What happens to devices and servers outside the program's control.
import { CHANGES_KEPT_MS, pruneChanges } from '#server/retention/prune-changes.ts';
import { runCampaignsAgain } from './campaigns.ts';
import type { Device } from './device.ts';
import { identityOf } from './identity.ts';
import type { World } from './world.ts';

const HOUR_MS = 3_600_000;
const MOST_WALLETS = 6;

export async function saveDisk(world: World): Promise<void> {
  const device = world.dice.pick([...world.wallets, ...world.tills]);
  device.saved = await device.read();
  if (world.faults.backupRestored > 0 && world.dice.chance(0.4)) {
    await world.server.saveBackup();
    world.tell('the server is backed up');
  }
}

/** A profile from a backup, or a browser that lost its last commits. */
export async function putBackDisk(world: World): Promise<void> {
  const device = world.dice.pick(
    [...world.wallets, ...world.tills].filter(({ saved }) => saved !== undefined),
  );
  if (device?.saved === undefined) return;
  await noteCopy(world, device);
  const { deviceId } = await identityOf(device);
  await device.replaceDisk(device.saved);
  await noteCopy(world, device);
  // The old disk may be from before this key, or from the time of another.
  if ((await identityOf(device)).deviceId !== deviceId) world.goneKeys.add(deviceId);
  world.promises.release(device.name);
  if ((world.tills as readonly unknown[]).includes(device))
    world.rolledBackTills.add(`${device.name} ${world.history.length}`);
  world.tally.saw('disk rolled back');
  world.tell(`${device.name} gets its old disk back`);
}

/** Safari forgot the site. The person starts anew as another member. */
export async function loseDisk(world: World): Promise<void> {
  const index = world.dice.below(world.wallets.length);
  const wallet = world.wallets[index]!;
  world.goneKeys.add((await identityOf(wallet)).deviceId);
  await wallet.replaceDisk(new Map());
  world.promises.release(wallet.name);
  world.tally.saw('disk lost');
  world.tell(`${wallet.name} loses its disk`);
}

/** A browser profile copied to a second phone: two devices with one key and one counter. */
export async function cloneWallet(world: World): Promise<void> {
  if (world.wallets.length >= MOST_WALLETS) return;
  const original = world.dice.pick(world.wallets);
  const clone = world.openWallet(`wallet${world.wallets.length}`);
  await clone.replaceDisk(await original.read());
  await noteCopy(world, original);
  world.wallets.push(clone);
  world.tally.saw('wallet cloned');
  world.tell(`${original.name} is cloned as ${clone.name}`);
}

async function noteCopy({ copiedKeys }: World, device: Device<unknown>): Promise<void> {
  copiedKeys.add((await identityOf(device)).deviceId);
}

export async function moveClock(world: World): Promise<void> {
  const device = world.dice.pick([...world.wallets, ...world.tills]);
  device.skewMs = Math.floor((world.dice.throw() - 0.5) * 56 * HOUR_MS);
  world.tally.saw('clock moved');
  world.tell(`the clock of ${device.name} is ${Math.round(device.skewMs / 60_000)} min off`);
}

export async function putBackBackup(world: World): Promise<void> {
  if (!(await world.server.restoreBackup())) return;
  world.tally.saw('server restored');
  world.mishaps.add('server restored');
  world.tell('the server is restored from its backup');
  await runCampaignsAgain(world);
}

/** Weeks go by in which nobody does anything; the server drops what it no longer keeps. */
export async function goAway(world: World): Promise<void> {
  world.pass(CHANGES_KEPT_MS + HOUR_MS);
  // A visit that is told of so late is not believed.
  world.promises.lapse('visit');
  const dropped = await pruneChanges(world.server.books(), world.nowMs());
  world.tally.saw('weeks go by');
  world.tell(`weeks go by, and the server drops ${dropped} changes`);
}
