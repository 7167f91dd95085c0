import { createLockExclusive } from './exclusive.ts';
import type { Surroundings } from './surroundings.ts';

/** The real machine: for composition roots only. */
export function createRealSurroundings(): Surroundings {
  return {
    clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
    random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
    timers: {
      after: (delayMs, task) => {
        const timer = setTimeout(task, delayMs);
        return () => clearTimeout(timer);
      },
    },
    exclusive: createLockExclusive(navigator.locks),
    fetch: (input, init) => fetch(input, init),
    origin: location.origin,
  };
}
