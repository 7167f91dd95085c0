// Timers that a test turns by hand, on one clock with everything else.
import type { Clock } from '#base/ports.ts';
import type { Timers } from '#worker/shared/surroundings.ts';

export interface HandTimers {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Moves time on and runs what came due, in order; each task may finish before the next. */
  readonly pass: (ms: number) => Promise<void>;
  /** Delays until each waiting task, shortest first. */
  readonly waiting: () => readonly number[];
}

export function createHandTimers(startMs = 1_000_000): HandTimers {
  let nowMs = startMs;
  let tasks: { readonly dueMs: number; readonly task: () => void }[] = [];
  const next = (untilMs: number) =>
    tasks.filter(({ dueMs }) => dueMs <= untilMs).toSorted((a, b) => a.dueMs - b.dueMs)[0];
  return {
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
    timers: {
      after: (delayMs, task) => {
        const entry = { dueMs: nowMs + delayMs, task };
        tasks.push(entry);
        return () => {
          tasks = tasks.filter((other) => other !== entry);
        };
      },
    },
    pass: async (ms) => {
      const untilMs = nowMs + ms;
      for (let due = next(untilMs); due !== undefined; due = next(untilMs)) {
        const running = due;
        tasks = tasks.filter((other) => other !== running);
        nowMs = Math.max(nowMs, running.dueMs);
        running.task();
        await settle();
      }
      nowMs = untilMs;
    },
    waiting: () => tasks.map(({ dueMs }) => dueMs - nowMs).toSorted((a, b) => a - b),
  };
}

/** Lets promises and the fake IndexedDB, which runs on setImmediate, come to rest. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
}
