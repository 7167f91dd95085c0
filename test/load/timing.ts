export interface Timing {
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Works through the items, so many at once; how long each took and all together. */
export async function timeAll<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<unknown>,
): Promise<Timing> {
  const times: number[] = [];
  const waiting = items.values();
  const startedAt = performance.now();
  const worker = async () => {
    for (const item of waiting) {
      const from = performance.now();
      await work(item);
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - startedAt) / 1000;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}
