import type { Clock } from '#base/ports.ts';
import type { Decoder, DecoderName, DecoderSet, Reading } from './decoder.ts';
import type { Format } from './format.ts';
import { createFrameLoop } from './frame-loop.ts';
import { createReadingFilter } from './reading-filter.ts';
import { lookAt, regionOf } from './scan-policy.ts';
import { type After, grabFrame } from './video-frames.ts';

export interface WatchOptions {
  readonly decoders: DecoderSet;
  readonly video: HTMLVideoElement;
  readonly clock: Clock & { readonly after: After };
  readonly formats: readonly Format[];
  readonly onSeen: (reading: Reading, decoder: DecoderName, verdict: 'new' | 'repeat') => void;
  /** The last decoder has failed. */
  readonly onBroken: () => void;
}

/** Looks at the frames of a video that shows a camera, one at a time and always the newest. */
export interface Watch {
  start(): void;
  stop(): void;
  /** Outlives `stop` and `start`. Time spent paused does not make a code that is still in view a new one. */
  pause(): void;
  resume(): void;
  isPaused(): boolean;
  forget(): void;
}

/** Two codes on one card or screen are common, more are a shop shelf. */
const MAX_READINGS = 4;

export function createWatch(options: WatchOptions): Watch {
  const { decoders, video, clock, formats } = options;
  const filter = createReadingFilter();
  const loop = createFrameLoop(video, clock, look);
  let running = false;
  let pausedAtMs: number | undefined;
  let looks = 0;
  let hitAtMs = 0;

  async function look(isCurrent: () => boolean): Promise<void> {
    const plan = lookAt(looks++, clock.monotonicMs() - hitAtMs);
    const decoder = decoders.best(formats, plan.effort);
    if (decoder === undefined) return;
    const frame = await grabFrame(video, regionOf(plan, video.videoWidth, video.videoHeight));
    if (frame === undefined) return;
    if (!isCurrent()) return frame.close();
    const readings = await decoder
      .decode(frame, { formats, effort: plan.effort, maxReadings: MAX_READINGS })
      .catch(() => replace(decoder));
    for (const reading of readings) if (isCurrent()) tell(reading, decoder.name);
  }

  function replace(decoder: Decoder): readonly Reading[] {
    decoders.drop(decoder);
    if (decoders.best(formats, 'fast') === undefined) options.onBroken();
    return [];
  }

  function tell(reading: Reading, decoder: DecoderName): void {
    hitAtMs = clock.monotonicMs();
    const verdict = filter.judge(reading, hitAtMs);
    if (verdict !== 'unsure') options.onSeen(reading, decoder, verdict);
  }

  function begin(): void {
    hitAtMs = clock.monotonicMs();
    if (running && pausedAtMs === undefined) loop.start();
  }

  return {
    start() {
      running = true;
      begin();
    },
    stop() {
      running = false;
      loop.stop();
    },
    pause() {
      pausedAtMs ??= clock.monotonicMs();
      loop.stop();
    },
    resume() {
      if (pausedAtMs === undefined) return;
      filter.skip(clock.monotonicMs() - pausedAtMs);
      pausedAtMs = undefined;
      begin();
    },
    isPaused: () => pausedAtMs !== undefined,
    forget: () => filter.forget(),
  };
}
