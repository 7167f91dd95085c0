import type { Clock } from '#base/ports.ts';

/** Records that the server could not decide yet. What is sent and heard meanwhile goes on without them. */
export interface PutOff {
  readonly ids: () => ReadonlySet<string>;
  readonly add: (ids: readonly string[]) => void;
  /** Lets go of those whose time has come, or of all. */
  readonly takeUp: (all: boolean) => void;
  /** Until the first of them is due; absent when there is none. */
  readonly waitMs: () => number | undefined;
}

/** What the server cannot decide yet waits for somebody else's device: minutes would change nothing. */
export const PUT_OFF_MS = 15 * 60_000;

export function createPutOff(clock: Clock): PutOff {
  const dueMs = new Map<string, number>();
  return {
    ids: () => new Set(dueMs.keys()),
    add: (ids) => {
      for (const id of ids) dueMs.set(id, clock.monotonicMs() + PUT_OFF_MS);
    },
    takeUp: (all) => {
      const nowMs = clock.monotonicMs();
      for (const [id, atMs] of dueMs) if (all || atMs <= nowMs) dueMs.delete(id);
    },
    waitMs: () =>
      dueMs.size === 0 ? undefined : Math.max(0, Math.min(...dueMs.values()) - clock.monotonicMs()),
  };
}
