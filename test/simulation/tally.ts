// How often each fault and each outcome was met. A world in which nothing goes wrong proves nothing.
export interface Tally {
  readonly saw: (what: string) => void;
  readonly counts: ReadonlyMap<string, number>;
}

export function createTally(): Tally {
  const counts = new Map<string, number>();
  return { counts, saw: (what) => void counts.set(what, (counts.get(what) ?? 0) + 1) };
}
