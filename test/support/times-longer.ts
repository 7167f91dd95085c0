const TRIES = 3;

/** How many times as long the second work takes as the first; of each the quickest try, since others use the machine too. */
export function timesLonger(work: () => unknown, larger: () => unknown): number {
  return quickest(larger) / quickest(work);
}

function quickest(work: () => unknown): number {
  const tries = Array.from({ length: TRIES }, () => {
    const startMs = performance.now();
    work();
    return performance.now() - startMs;
  });
  return Math.min(...tries);
}
