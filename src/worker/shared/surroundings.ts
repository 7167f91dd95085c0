// Everything a worker takes from the machine it runs on. Only `main.ts` of an app makes the real one.
import type { Clock, Random } from '#base/ports.ts';

/** Runs a task later; the returned function takes it back. */
export interface Timers {
  readonly after: (delayMs: number, task: () => void) => () => void;
}

/** At most one holder per name, across all tabs of the origin. */
export interface Exclusive {
  readonly run: <T>(name: string, task: () => Promise<T>) => Promise<T>;
  /** Does nothing and answers `undefined` while somebody else holds the name. */
  readonly tryRun: <T>(name: string, task: () => Promise<T>) => Promise<T | undefined>;
}

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly exclusive: Exclusive;
  readonly fetch: Fetch;
  /** Somebody should know of it who can mend it; nobody at the device can. */
  readonly onBug: (bug: unknown) => void;
  /** Where `/api` is, without a slash at the end. */
  readonly origin: string;
}
