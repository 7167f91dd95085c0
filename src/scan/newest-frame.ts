import type { DecodeOptions, Decoder, Frame, Reading } from './decoder.ts';

interface Job {
  readonly frame: Frame;
  readonly options: DecodeOptions;
  readonly resolve: (readings: readonly Reading[]) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * One frame in flight, and the newest one wins: while the decoder works, a newer camera frame replaces the one
 * that waits, whose promise answers with nothing found. Still images wait in line and are never dropped.
 */
export function newestFrameOnly(decoder: Decoder): Decoder {
  const stills: Job[] = [];
  let waiting: Job | undefined;
  let busy = false;

  async function work(): Promise<void> {
    busy = true;
    for (let job = next(); job !== undefined; job = next()) {
      await decoder.decode(job.frame, job.options).then(job.resolve, job.reject);
    }
    busy = false;
  }

  function next(): Job | undefined {
    const still = stills.shift();
    if (still !== undefined) return still;
    const newest = waiting;
    waiting = undefined;
    return newest;
  }

  return {
    ...decoder,
    decode: (frame, options) =>
      new Promise((resolve, reject) => {
        const job: Job = { frame, options, resolve, reject };
        if (options.effort === 'still') stills.push(job);
        else {
          if (waiting !== undefined) discard(waiting);
          waiting = job;
        }
        if (!busy) void work();
      }),
  };
}

function discard(job: Job): void {
  if ('close' in job.frame) job.frame.close();
  job.resolve([]);
}
