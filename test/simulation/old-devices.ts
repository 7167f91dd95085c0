// Some phones and tills have not been updated for long. Each is, some day: its process ends, another one of the new build starts
// over the same disk. Their dice are their own, so that a world without such devices goes on as it did.
import type { Device } from './device.ts';
import { createDice } from './dice.ts';
import { must } from './must.ts';
import type { World } from './world.ts';

const DAY_MS = 86_400_000;
/** In so many worlds, and of their first devices so many. */
const WORLDS = 0.4;
const DEVICES = 0.5;
/** Five hundred steps are about six days. */
const LATEST_MS = 6 * DAY_MS;
/** Apart from the dice of steps, keys and ids. */
const OWN_DICE = 0x01d_c1e7;

export interface OldClients {
  /** Before it has said anything. */
  readonly equip: (device: Device<unknown>) => void;
}

export function createOldClients(world: World, startMs: number): OldClients {
  const dice = createDice(world.seed ^ OWN_DICE);
  const hasSome = dice.chance(WORLDS);
  return {
    equip: (device) => {
      if (!hasSome || !dice.chance(DEVICES)) return;
      device.isOld = true;
      world.oldDevices.set(device, startMs + dice.below(LATEST_MS));
      world.tally.saw('old client');
      world.tell(`${device.name} is of the oldest version`);
    },
  };
}

/** Those whose day has come, by `nowMs`. What was said to them until then, they could read. */
export async function updateDue(world: World, nowMs = world.nowMs()): Promise<void> {
  must(world.unread.length === 0, `an old client reads every answer, but not ${world.unread.join(', ')}`);
  for (const [device, dueMs] of world.oldDevices) {
    if (nowMs < dueMs) continue;
    world.oldDevices.delete(device);
    device.isOld = false;
    await device.replaceDisk(await device.read());
    world.tally.saw('old client updated');
    world.tell(`${device.name} is updated`);
  }
}
