/**
 * Finds the record because of which the server takes none of a push. One bad record must not hold up those behind it; and a
 * server that takes nothing at all (another version, something between us) must not make a device give up its records.
 */
export interface Sieve {
  /** How many records may go at once. */
  readonly most: (size: number) => number;
  /** Those that were refused alone: the others go first. */
  readonly without: () => ReadonlySet<string>;
  /** The server could read a push of these. */
  readonly taken: (ids: readonly string[]) => void;
  /**
   * The server could not read a push of these. `again`: send what is left. `give_up`: nothing goes, so it is not the records.
   * `bad`: it alone is refused, before and after others were taken.
   */
  readonly refused: (ids: readonly string[]) => 'again' | 'give_up' | { readonly bad: string };
}

/** So many refused alone, and none taken in between. */
const MOST_SUSPECTS = 8;

/** For one stretch of pushing: what is suspected now is tried anew with the next. */
export function createSieve(): Sieve {
  let size = Number.POSITIVE_INFINITY;
  const suspects = new Set<string>();
  /** Others were taken since each was refused: they are asked about alone, once more. */
  const again = new Set<string>();

  return {
    most: (wanted) => Math.min(wanted, again.size > 0 ? 1 : size),
    without: () => suspects,
    taken: (ids) => {
      if (ids.length === 0) return;
      size *= 2;
      for (const id of ids) again.delete(id);
      for (const id of suspects) again.add(id);
      suspects.clear();
    },
    refused: (ids) => {
      const [id] = ids;
      if (id === undefined) return 'give_up';
      if (ids.length > 1) {
        size = Math.floor(ids.length / 2);
        return 'again';
      }
      if (again.delete(id)) return { bad: id };
      size = 1;
      suspects.add(id);
      return suspects.size < MOST_SUSPECTS ? 'again' : 'give_up';
    },
  };
}

/** What the server says of a push whose form it cannot read. */
export function isUnreadable(problem: { readonly kind: string; readonly status?: number }): boolean {
  return problem.kind === 'refused' && problem.status === 400;
}
