// A recovery code in a drawer, and the day on which the phone is gone: an empty phone becomes its owner's by the code.
import { attempt } from './attempt.ts';
import { identityOf } from './identity.ts';
import type { World } from './world.ts';

const TRIES = 3;

export async function setRecoveryCode(world: World): Promise<void> {
  const wallet = world.dice.pick(world.wallets);
  const { code } = await wallet.api().newRecoveryCode();
  const set = await attempt(world, wallet, 'sets a recovery code', () =>
    wallet.api().registerRecoveryCode(code),
  );
  if (set?.ok !== true) return;
  world.tally.saw('recovery code set');
  const { memberId } = await identityOf(wallet);
  world.recoveryCodes.set(wallet.name, { code, memberId });
}

/** The phone of somebody who has a code is lost; the empty one is theirs again, or, without a line, still empty. */
export async function losePhone(world: World): Promise<void> {
  const { dice } = world;
  const owners = world.wallets.filter(({ name }) => world.recoveryCodes.has(name));
  if (owners.length === 0) return;
  const wallet = dice.pick(owners);
  const { code } = world.recoveryCodes.get(wallet.name)!;
  world.goneKeys.add((await identityOf(wallet)).deviceId);
  await wallet.replaceDisk(new Map());
  world.promises.release(wallet.name);
  world.tally.saw('phone lost');
  world.tell(`${wallet.name} is lost`);
  const keepOthers = dice.chance(0.5);
  for (let tried = 0; tried < TRIES; tried++) {
    const recovered = await attempt(world, wallet, 'recovers by its code', () =>
      wallet.api().recover({ code, keepOthers }),
    );
    if (recovered?.ok !== true) continue;
    world.tally.saw('recovered');
    return;
  }
}
