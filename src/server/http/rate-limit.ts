// Token buckets in memory: enough to keep one device or address from crowding out the others on one process.
import type { Clock } from '#base/ports.ts';

export interface RateLimit {
  /** Calls per minute in the long run. */
  readonly perMinute: number;
  readonly burst: number;
}

export interface RateLimiter {
  /** Takes one call. Returns 0 when it may pass, else the seconds to wait. */
  readonly take: (key: string) => number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Beyond this many keys the fullest buckets, which no longer matter, are forgotten. */
const MAX_KEYS = 50_000;

export function createRateLimiter(clock: Clock, limit: RateLimit): RateLimiter {
  const buckets = new Map<string, Bucket>();
  const perMs = limit.perMinute / 60_000;
  const refilled = (bucket: Bucket, nowMs: number) =>
    Math.min(limit.burst, bucket.tokens + (nowMs - bucket.atMs) * perMs);
  return {
    take: (key) => {
      const nowMs = clock.monotonicMs();
      if (buckets.size >= MAX_KEYS && !buckets.has(key))
        forgetFull(buckets, (bucket) => refilled(bucket, nowMs) >= limit.burst);
      const bucket = buckets.get(key);
      const tokens = bucket === undefined ? limit.burst : refilled(bucket, nowMs);
      const passes = tokens >= 1;
      buckets.set(key, { tokens: passes ? tokens - 1 : tokens, atMs: nowMs });
      return passes ? 0 : Math.ceil((1 - tokens) / perMs / 1000);
    },
  };
}

function forgetFull(buckets: Map<string, Bucket>, isFull: (bucket: Bucket) => boolean): void {
  for (const [key, bucket] of buckets) if (isFull(bucket)) buckets.delete(key);
  // All of them busy: an attack. Starting over is kinder than growing without end.
  if (buckets.size >= MAX_KEYS) buckets.clear();
}
