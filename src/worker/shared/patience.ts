import type { Clock } from '#base/ports.ts';
import type { ConnectionMemory } from '#storage/meta-store.ts';

/** For how long the server wants to be left alone: by this tab, by the others, and by the next session. */
export interface Patience {
  readonly leftMs: () => number;
  readonly ask: (waitMs: number) => void;
  readonly remembered: () => Pick<ConnectionMemory, 'patience'>;
  /** What another tab or the session before was asked for. */
  readonly adopt: (memory: ConnectionMemory) => void;
}

/** What a header says is not believed beyond this: a device must not stay away for a month over a slip. */
const LONGEST_MS = 24 * 3_600_000;

export function createPatience(clock: Clock): Patience {
  /** Monotonic: whoever puts the clock on does not end it. */
  let untilMs = 0;

  const leftMs = (): number => Math.max(0, untilMs - clock.monotonicMs());

  function ask(waitMs: number): void {
    untilMs = Math.max(untilMs, clock.monotonicMs() + Math.min(waitMs, LONGEST_MS));
  }

  return {
    leftMs,
    ask,
    remembered: () => {
      const fromMs = clock.nowMs();
      return leftMs() === 0 ? {} : { patience: { fromMs, untilMs: fromMs + leftMs() } };
    },
    adopt: ({ patience }) => {
      const nowMs = clock.nowMs();
      // A clock that was put back would make it longer than it was asked for.
      if (patience !== undefined && nowMs >= patience.fromMs) ask(patience.untilMs - nowMs);
    },
  };
}
