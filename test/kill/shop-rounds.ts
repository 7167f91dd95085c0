// The same shop dies and comes back, round after round, so that a loss of an early one would show in every later one.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Death, House } from './house.ts';
import type { KillOptions, Round } from './round.ts';
import { openShop } from './shop-at-work.ts';

const LEAST_WORK_MS = 50;
const MOST_WORK_MS = 950;

export async function* shopRounds(
  house: House,
  deaths: Readonly<Record<string, Death>>,
  { rounds, throwDice }: Pick<KillOptions, 'rounds' | 'throwDice'>,
): AsyncGenerator<Round, void> {
  const shop = await openShop(house);
  const ways = Object.entries(deaths);
  for (let round = 0; round < rounds; round++) {
    const [words, die] = ways[round % ways.length]!;
    const work = shop.sellUntilItDies();
    const afterMs = Math.round(LEAST_WORK_MS + throwDice() * (MOST_WORK_MS - LEAST_WORK_MS));
    await sleep(afterMs);
    const wrong = [...(await die(house, throwDice))];
    shop.rest();
    await work;
    const again = round === rounds - 1 ? 'everything' : 'news';
    const comesBack = await house.revive().then(
      () => true,
      (error: unknown) => {
        wrong.push(String(error));
        return false;
      },
    );
    if (comesBack) wrong.push(...(await shop.audit(again)));
    yield { words: `${words} after ${afterMs} ms, ${shop.acknowledged()} acknowledged`, wrong };
    if (!comesBack) return;
  }
}
