import type { Random } from '#base/ports.ts';

const FIRST_MS = 2_000;
const LONGEST_MS = 15 * 60_000;

/**
 * How long to wait after the n-th failure in a row (n from 1): full jitter, so that ten thousand phones that lost
 * the same server do not come back in step. What the server asks for wins. Rule: src/api/README.md, "A round of
 * sync".
 */
export function backOffMs(failures: number, random: Random, retryAfterS?: number): number {
  if (retryAfterS !== undefined) return retryAfterS * 1_000;
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 30));
  return jitterMs(ceiling, random);
}

/** A whole number of milliseconds in 0..ceiling, evenly spread. */
export function jitterMs(ceilingMs: number, random: Random): number {
  const [a, b, c, d] = random.bytes(4);
  const word = ((a! << 24) | (b! << 16) | (c! << 8) | d!) >>> 0;
  return Math.floor((word / 2 ** 32) * (ceilingMs + 1));
}
