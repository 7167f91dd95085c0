// Killed with -9 in mid-write: server and database, either alone, or one connection of the database.
import { DEATHS, openHouse } from './house.ts';
import type { KillOptions, Round } from './round.ts';
import { shopRounds } from './shop-rounds.ts';

export async function* killServer(options: KillOptions): AsyncGenerator<Round, void> {
  const house = await openHouse(options);
  if (house === undefined) return;
  try {
    yield* shopRounds(house, DEATHS, options);
  } finally {
    await house.end();
  }
}
