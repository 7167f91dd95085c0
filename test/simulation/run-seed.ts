// One seed is one world: its steps, its faults, its end. The same seed gives the same world again.
import { actOnce } from './act.ts';
import type { SimulationDatabases } from './database.ts';
import { createDice } from './dice.ts';
import { heal } from './heal.ts';
import { createJudge } from './judge.ts';
import { Violation } from './must.ts';
import type { Tally } from './tally.ts';
import { openWorld } from './world.ts';

export interface SeedRun {
  readonly seed: number;
  /** Numbers of the steps to take, in order; leaving some out leaves the others what they are. */
  readonly steps: readonly number[];
}

export interface Verdict {
  /** Absent when every rule held. */
  readonly violation?: string;
  /** The step at which it showed; the number of steps when it showed at the end. */
  readonly atStep?: number;
  readonly history: readonly string[];
}

export async function runSeed(
  databases: SimulationDatabases,
  tally: Tally,
  { seed, steps }: SeedRun,
): Promise<Verdict> {
  const world = await openWorld({ seed, databases, tally });
  const judge = createJudge(world);
  let taken = 0;
  try {
    for (const step of steps) {
      world.dice = createDice(Math.imul(seed + 1, 7_919) + step * 31);
      const restored = tally.counts.get('server restored');
      await actOnce(world);
      if (tally.counts.get('server restored') !== restored) judge.forget();
      await judge.look();
      taken += 1;
    }
    world.dice = createDice(seed);
    await heal(world, judge);
    return { history: world.history };
  } catch (error) {
    const violation = error instanceof Violation ? error.message : `bug: ${(error as Error).stack}`;
    return { violation, atStep: taken, history: world.history };
  } finally {
    await world.close();
  }
}
