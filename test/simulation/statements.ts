// What a member does without a till: claims a reward, reports an activity. Twice by impatience, too.
import type { Outcome } from '#bridge/common-views.ts';
import { attempt } from './attempt.ts';
import type { Wallet } from './device.ts';
import type { World } from './world.ts';

const REWARDS = ['stream', 'movie'];
const LONGEST_RIDE_M = 9_000;

export async function stateSomething(world: World): Promise<void> {
  const { dice } = world;
  const wallet = dice.pick(world.wallets);
  const intentId = `intent-${world.nowMs()}`;
  const times = dice.chance(0.2) ? 2 : 1;
  const state = dice.chance(0.5)
    ? claim(wallet, dice.pick(REWARDS))
    : report(wallet, 1 + dice.below(LONGEST_RIDE_M));
  for (let time = 0; time < times; time++) {
    const stated = await attempt(world, wallet, state.words, () => state.say(intentId));
    if (stated?.ok !== true) continue;
    world.tally.saw(state.words);
  }
}

interface Statement {
  readonly words: string;
  readonly say: (intentId: string) => Promise<Outcome<null>>;
}

function claim(wallet: Wallet, rewardId: string): Statement {
  const programmeId = 'verizon-up';
  return {
    words: `claims ${rewardId}`,
    say: (intentId) => wallet.api().claimReward({ programmeId, rewardId, intentId }),
  };
}

function report(wallet: Wallet, quantity: number): Statement {
  const words = 'reports a ride';
  const activity = { programmeId: 'green', action: 'bike_commute', quantity };
  return { words, say: (intentId) => wallet.api().reportActivity({ ...activity, intentId }) };
}
