/**
 * The shortest of several runs, in milliseconds that this thread itself computed: on a busy machine a run also waits for
 * others, and what disturbs it only ever makes it longer. For work of many milliseconds: the kernel
 * counts in steps of some.
 */
export function shortestMs(runs: number, work: () => void): number {
  return Math.min(...Array.from({ length: runs }, () => measuredMs(computedMs, work)));
}

/** One run of short work, by the clock on the wall: take the middle, or the shortest, of many. */
export function elapsedMs(work: () => void): number {
  return measuredMs(() => performance.now(), work);
}

function measuredMs(clockMs: () => number, work: () => void): number {
  const startMs = clockMs();
  work();
  return clockMs() - startMs;
}

function computedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The same of work that awaits, on this thread only. */
export async function shortestMsOf(runs: number, work: () => Promise<void>): Promise<number> {
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    const startMs = computedMs();
    await work();
    best = Math.min(best, computedMs() - startMs);
  }
  return best;
}

/** The middle of several times. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** Bytes in use after a collection; `undefined` unless Node was started with `--expose-gc`. */
export function usedBytes(): number | undefined {
  if (globalThis.gc === undefined) return undefined;
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
