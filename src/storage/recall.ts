/** What is done with the repositories `R` in one transaction. */
export type Work<R, T> = (repositories: R) => Promise<T>;

export interface Recall<R> {
  /** What `read` found a moment ago; else what it finds now. */
  readonly of: <T>(read: Work<R, T>, nowMs: number) => Promise<T>;
  /** This worker has written these tables: what was read of them before counts no more. */
  readonly written: (tables: ReadonlySet<string>) => void;
}

interface Reading {
  readonly atMs: number;
  /** How many writes there had been when it began. */
  readonly after: number;
  readonly tables: ReadonlySet<string>;
  readonly found: Promise<unknown>;
}

/** What another tab has written is seen after this time. */
const MAX_AGE_MS = 1_000;

/** `run` reads in a transaction, and names the tables that it came to. */
export function createRecall<R>(run: <T>(read: Work<R, T>, tables: Set<string>) => Promise<T>): Recall<R> {
  const readings = new WeakMap<Work<R, unknown>, Reading>();
  const lastWrites = new Map<string, number>();
  let writes = 0;

  function counts({ atMs, after, tables }: Reading, nowMs: number): boolean {
    const ageMs = nowMs - atMs;
    if (ageMs < 0 || ageMs >= MAX_AGE_MS) return false;
    return [...tables].every((name) => (lastWrites.get(name) ?? 0) <= after);
  }

  return {
    of: <T>(read: Work<R, T>, nowMs: number) => {
      const before = readings.get(read);
      if (before !== undefined && counts(before, nowMs)) return before.found as Promise<T>;
      const tables = new Set<string>();
      const found = run(read, tables);
      readings.set(read, { atMs: nowMs, after: writes, tables, found });
      // Who asks next tries again.
      found.catch(() => readings.delete(read));
      return found;
    },
    written: (tables) => {
      writes += 1;
      for (const name of tables) lastWrites.set(name, writes);
    },
  };
}
