import type { Exclusive } from './surroundings.ts';

/** Only what is used of the Web Locks API. */
export type Locks = Pick<LockManager, 'request'>;

/**
 * Exclusion by Web Locks: when a tab closes or crashes, the next one takes over within 36 to 75 ms (measured).
 * There is no heartbeat and nothing is stolen: the browser gives a lock back with its worker, every call under one ends by its
 * time limit, and a browser that does not answer from its database answers no other tab either. A stolen lock would
 * only make two that both believe to hold it.
 * `locks` is absent outside secure contexts; then only this worker is kept in order, and the journal's own check of
 * its head refuses a second tab.
 */
export function createLockExclusive(locks: Locks | undefined): Exclusive {
  return locks === undefined ? createLocalExclusive() : exclusiveOver(locks);
}

function exclusiveOver(locks: Locks): Exclusive {
  return {
    run: async (name, task) => await locks.request(name, () => task()),
    tryRun: async (name, task) =>
      await locks.request(name, { ifAvailable: true }, (lock) => (lock === null ? undefined : task())),
  };
}

function createLocalExclusive(): Exclusive {
  const tails = new Map<string, Promise<unknown>>();

  async function run<T>(name: string, task: () => Promise<T>): Promise<T> {
    const before = tails.get(name);
    const mine = before === undefined ? task() : before.then(task);
    const tail = mine.then(settled, settled);
    tails.set(name, tail);
    try {
      return await mine;
    } finally {
      if (tails.get(name) === tail) tails.delete(name);
    }
  }

  return { run, tryRun: async (name, task) => (tails.has(name) ? undefined : run(name, task)) };
}

function settled(): void {}
