// Chance that can be had again: the same seed gives the same throws on every machine.

export interface Dice {
  /** A number from 0 to below 1. */
  readonly throw: () => number;
  /** An integer from 0 to below `n`. */
  readonly below: (n: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(choices: readonly T[]) => T;
}

/** Mulberry32: 32 bits of state are plenty for a few thousand throws. */
export function createDice(seed: number): Dice {
  let state = (seed ^ 0x9e37_79b9) >>> 0;
  const toss = (): number => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(toss() * n);
  return {
    throw: toss,
    below,
    chance: (probability) => toss() < probability,
    pick: (choices) => choices[below(choices.length)]!,
  };
}

/** Bytes for ids and nonces. */
export function bytesFromDice(dice: Dice): (length: number) => Uint8Array<ArrayBuffer> {
  return (length) => Uint8Array.from({ length }, () => dice.below(256));
}
