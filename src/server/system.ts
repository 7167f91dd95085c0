// The real clock and the real random source. Only composition roots take them from here.
import { randomFillSync } from 'node:crypto';
import type { Clock, Random } from '#base/ports.ts';

export const systemClock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };

export const systemRandom: Random = { bytes: (length) => randomFillSync(new Uint8Array(length)) };
