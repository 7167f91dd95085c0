// The two things a pure function may never take from its surroundings. Only composition roots create them.
import type { Bytes } from './bytes.ts';

/** `nowMs` is the wall clock (it may jump); `monotonicMs` never goes back within one session. */
export interface Clock {
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
}

export interface Random {
  readonly bytes: (length: number) => Bytes;
}
