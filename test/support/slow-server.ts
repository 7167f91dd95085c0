// A process that can be held up between any two statements, while another one beside it does something else: what two that
// run at once can do to each other, in every order.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { createApp } from '#server/app.ts';
import type { TxScope } from '#server/push/steps.ts';
import { openFaultyDatabase } from './faulty-database.ts';
import { random, type TestServer } from './test-server.ts';

/** For this long it stands still at a statement; whoever needs its locks is then let wait. */
const STANDSTILL_MS = 100;
/** The next place to stand still where the other had to wait: it would before the next few statements as well. */
const WAITING_STEP = 3;

export interface Race<T> {
  readonly prepare: () => Promise<T>;
  /** Asks the process that can be held up. */
  readonly work: (given: T) => Promise<unknown>;
  /** Begun before one statement of the work. */
  readonly meanwhile: (given: T) => Promise<unknown>;
  readonly check: (given: T, at: number) => Promise<void>;
}

export interface SlowServer {
  /** The same shop, answered by this process. */
  readonly shop: (txScope: TxScope) => TestServer;
  /** Runs the race again and again, with the other begun before the first statement of the work, the second and so on. */
  readonly atEveryStatement: <T>(race: Race<T>) => Promise<void>;
  readonly close: () => Promise<void>;
}

export function openSlowServer(server: TestServer): SlowServer {
  const { db, arm } = openFaultyDatabase(server.databaseUrl);
  return {
    shop: (txScope) => {
      const { keys, state, clock } = server;
      const app = createApp({ db, keys, clock, random, state, txScope, log: () => undefined });
      return { ...server, app };
    },
    atEveryStatement: async ({ prepare, work, meanwhile, check }) => {
      let races = 0;
      for (let at = 1, step = 1; ; at += step, races++) {
        // Neither the limits of traffic nor the hour of an offer are what is tested here.
        server.clock.advance(6_000);
        const given = await prepare();
        let other: Promise<unknown> | undefined;
        const begin = async () => {
          other = meanwhile(given);
          step = await Promise.race([other.then(() => 1), sleep(STANDSTILL_MS, WAITING_STEP)]);
        };
        arm({ at, meanwhile: begin });
        await work(given).finally(() => arm(undefined));
        if (other === undefined) break;
        await other;
        await check(given, at);
      }
      expect(races).toBeGreaterThan(5);
    },
    close: () => db.destroy(),
  };
}
