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
    // The console names it, and no page takes it for the end of its worker.
    onBug: (bug) => void Promise.reject(bug),
    origin: location.origin,
  };
}
