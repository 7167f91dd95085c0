// Random choices that are the same for the same seed.
import type { Bytes } from '#base/bytes.ts';

export interface Dice {
  /** 0 to `limit` - 1. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly bytes: (length: number) => Bytes;
}

/** Mulberry32 over a mix of the numbers, so that neighbouring cases have nothing in common. */
export function diceOf(...seeds: readonly number[]): Dice {
  let state = seeds.reduce((mixed, seed) => Math.imul(mixed ^ (seed + 0x9e37_79b9), 0x85eb_ca6b) >>> 0, 1);
  const next = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => next() % limit;
  return {
    below,
    pick: (list) => list[below(list.length)]!,
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  };
}
