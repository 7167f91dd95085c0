// A fold too long to be waited for: it runs in slices between everything else, says how far it is, and can be stopped.
import type { FoldDeps } from './programme-fold.ts';
import type { Pace } from './fold-ledger.ts';

export interface LongFold {
  readonly state: () => 'none' | 'running' | 'stopped';
  /** In events. */
  readonly progress: () =>
    | { readonly done: number; readonly total: number; readonly stopped: boolean }
    | undefined;
  /** Starts the work and returns; whatever it throws is its own affair. */
  readonly start: (total: number, work: (pace: Pace) => Promise<'there' | 'stopped'>) => void;
  readonly stop: () => void;
  /** From `stopped` to `none`: whoever asks next starts it again, from where it is. */
  readonly goOn: () => void;
  /** The rest was little enough to be done at once. */
  readonly clear: () => void;
}

/** A slice: shorter than what a finger notices. */
const SLICE_MS = 12;
const SLICE_EVENTS = 200;
const TELL_EVERY_MS = 250;

interface Job {
  done: number;
  readonly total: number;
  stopped: boolean;
}

export function createLongFold(deps: FoldDeps): LongFold {
  const { changed } = deps;
  let job: Job | undefined;
  return {
    state: () => (job === undefined ? 'none' : job.stopped ? 'stopped' : 'running'),
    progress: () => job && { ...job },
    start: (total, work) => {
      const mine: Job = { done: 0, total, stopped: false };
      job = mine;
      changed('folds');
      void work(paceOf(deps, mine)).then((end) => {
        if (end === 'there' && job === mine) job = undefined;
        changed('folds', 'programmes', 'vouchers', 'activity');
      });
    },
    stop: () => {
      if (job === undefined) return;
      job.stopped = true;
      changed('folds');
    },
    goOn: () => {
      if (job?.stopped !== true) return;
      job = undefined;
      changed('folds', 'programmes');
    },
    clear: () => {
      if (job?.stopped === true) job = undefined;
    },
  };
}

function paceOf({ clock, rest, changed }: FoldDeps, job: Job): Pace {
  let sliceFromMs = clock.monotonicMs();
  let toldMs = sliceFromMs;
  let inSlice = 0;
  return {
    isDue: () => {
      job.done += 1;
      inSlice += 1;
      return inSlice >= SLICE_EVENTS || (inSlice % 16 === 0 && clock.monotonicMs() - sliceFromMs >= SLICE_MS);
    },
    rest: async () => {
      if (clock.monotonicMs() - toldMs >= TELL_EVERY_MS) {
        toldMs = clock.monotonicMs();
        changed('folds');
      }
      await rest();
      inSlice = 0;
      sliceFromMs = clock.monotonicMs();
    },
    isStopped: () => job.stopped,
  };
}
