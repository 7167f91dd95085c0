// What a programme declares, edition by edition: its own lists, then each version's.
import type { Id, Ladder, Lists, Metric, Programme, Segment, Unit } from './types.ts';

/** One set of terms. A version replaces the lists of the programme; ids connect them. */
export interface Edition {
  /** `''` for the programme's own lists, `/versions/0` and so on for the others. */
  readonly path: string;
  readonly lists: Lists;
  readonly declared: Declared;
}

/** What a reference inside an edition may name: its own declarations, else those of the programme itself. */
export interface Declared {
  readonly units: ReadonlyMap<Id, Unit>;
  readonly metrics: ReadonlyMap<Id, Metric>;
  readonly segments: ReadonlyMap<Id, Segment>;
  readonly ladders: ReadonlyMap<Id, Ladder>;
  readonly vouchers: ReadonlySet<Id>;
}

export function editionsOf(programme: Programme): readonly Edition[] {
  const versions = programme.versions ?? [];
  return [
    { path: '', lists: programme, declared: declaredIn(programme, {}) },
    ...versions.map((version, index) => ({
      path: `/versions/${index}`,
      lists: version,
      declared: declaredIn(version, programme),
    })),
  ];
}

function declaredIn(lists: Lists, fallback: Lists): Declared {
  return {
    units: byId(fallback.units, lists.units),
    metrics: byId(fallback.metrics, lists.metrics),
    segments: byId(fallback.segments, lists.segments),
    ladders: byId(fallback.ladders, lists.ladders),
    vouchers: new Set(byId(fallback.vouchers, lists.vouchers).keys()),
  };
}

function byId<T extends { readonly id: Id }>(
  ...lists: readonly (readonly T[] | undefined)[]
): ReadonlyMap<Id, T> {
  return new Map(lists.flatMap((list) => list ?? []).map((item) => [item.id, item]));
}
