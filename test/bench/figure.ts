/** One measured figure. Ratios, counts and bytes; never a time, which only says how fast the machine is. */
export interface Figure {
  readonly name: string;
  /** `null` when it could not be measured; `reason` says why. */
  readonly value: number | null;
  /** What is asked of the value, e.g. `>= 100`; `null` for a figure that is only reported. */
  readonly goal: string | null;
  readonly ok: boolean;
  readonly reason?: string;
}

/** Figures that belong together: one file each under `test/bench/`, listed in `cli.ts`. */
export type Group = () => Promise<readonly Figure[]>;

export function atLeast(name: string, value: number, goal: number): Figure {
  return { name, value: rounded(value), goal: `>= ${goal}`, ok: value >= goal };
}

export function atMost(name: string, value: number, goal: number): Figure {
  return { name, value: rounded(value), goal: `<= ${goal}`, ok: value <= goal };
}

export function reported(name: string, value: number): Figure {
  return { name, value: rounded(value), goal: null, ok: true };
}

export function unmeasured(name: string, goal: string, reason: string): Figure {
  return { name, value: null, goal, ok: false, reason };
}

function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}
