import { isKilled, revive } from '../support/crash-points.ts';
import type { Device, Wallet } from './device.ts';
import { identityOf } from './identity.ts';
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
    // Whatever the process still had in the air, alive or dead, comes down before anybody does anything else.
    await world.atRest();
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

/** The same of a wallet, with the member whose it was when it answered: the sync that follows at once may make it forget them. */
export async function attemptAsMember<T>(
  world: World,
  wallet: Wallet,
  what: string,
  operate: () => Promise<T>,
): Promise<{ readonly answer: T | undefined; readonly memberId: string }> {
  const before = await identityOf(wallet);
  const answer = await attempt(world, wallet, what, operate);
  const after = await identityOf(wallet);
  return { answer, memberId: after.memberId === '' ? before.memberId : after.memberId };
}

function wordsOf(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) return 'done';
  const outcome = answer as { readonly ok: boolean; readonly error?: { readonly kind: string } };
  return outcome.ok ? 'ok' : (outcome.error?.kind ?? 'refused');
}
