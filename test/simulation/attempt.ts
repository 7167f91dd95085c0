import { isKilled, revive } from '../support/crash-points.ts';
import type { Device } from './device.ts';
import type { World } from './world.ts';

/** Enough requests to reach the end of every operation in some of the runs. */
const MOST_REQUESTS = 60;

/**
 * Lets a device do something; the dice may kill its process at any request to its disk. What the operation answered, or
 * `undefined` when the process died: then nobody was told anything, and a new process stands over the same disk.
 */
export async function attempt<T>(
  world: World,
  device: Device<unknown>,
  what: string,
  operate: () => Promise<T>,
): Promise<T | undefined> {
  const mayDie = world.dice.chance(world.faults.deviceCrash);
  if (mayDie) revive(world.dice.below(MOST_REQUESTS));
  try {
    const answer = await operate();
    if (!isKilled()) {
      world.tell(`${device.name} ${what}: ${wordsOf(answer)}`);
      return answer;
    }
  } catch (error) {
    if (!isKilled()) throw error;
  } finally {
    if (isKilled()) await settle();
    const died = isKilled();
    revive();
    if (died) {
      world.tally.saw('device killed');
      world.tell(`${device.name} ${what}: killed`);
      device.restart();
    }
  }
  return undefined;
}

/** Whatever the dead process still had in the air comes down while its disk refuses everything. */
async function settle(): Promise<void> {
  for (let round = 0; round < 5; round++) await new Promise((resolve) => setImmediate(resolve));
}

function wordsOf(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) return 'done';
  const outcome = answer as { readonly ok: boolean; readonly error?: { readonly kind: string } };
  return outcome.ok ? 'ok' : (outcome.error?.kind ?? 'refused');
}
