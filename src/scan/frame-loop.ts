import type { Clock } from '#base/ports.ts';
import { type After, onNextFrame } from './video-frames.ts';

/** Twelve frames a second are enough for a hand that moves, and leave a phone cool. */
const MIN_GAP_MS = 80;

export interface FrameLoop {
  start(): void;
  stop(): void;
}

/**
 * Calls `look` for one frame at a time. Frames that pass meanwhile are not queued: the next look takes the
 * newest. `isCurrent` tells a look whether the loop was stopped or restarted since it began.
 */
export function createFrameLoop(
  video: HTMLVideoElement,
  clock: Clock & { readonly after: After },
  look: (isCurrent: () => boolean) => Promise<void>,
): FrameLoop {
  let cancelNext: (() => void) | undefined;
  let round = 0;
  let busy = false;
  let lookedAtMs = Number.NEGATIVE_INFINITY;

  function next(): void {
    cancelNext = onNextFrame(video, clock.after, () => {
      next();
      const nowMs = clock.monotonicMs();
      if (busy || nowMs - lookedAtMs < MIN_GAP_MS) return;
      lookedAtMs = nowMs;
      busy = true;
      const mine = round;
      void look(() => mine === round).finally(() => {
        busy = false;
      });
    });
  }

  function stop(): void {
    round++;
    cancelNext?.();
    cancelNext = undefined;
  }

  return {
    start() {
      stop();
      next();
    },
    stop,
  };
}
