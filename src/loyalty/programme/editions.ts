// What a programme declares, edition by edition: its own lists, then each version's.
import type { Id, Ladder, Lists, Metric, Programme, Segment, Unit } from './types.ts';

/** One set of terms. A version replaces every list, so each edition stands alone; ids connect what members hold. */
export interface Edition {
  /** `''` for the programme's own lists, `/versions/0` and so on for the others. */
  readonly path: string;
  readonly lists: Lists;
  readonly declared: Declared;
}

/** What a reference inside an edition may name. */
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
    edition('', programme),
    ...versions.map((version, index) => edition(`/versions/${index}`, version)),
  ];
}

function edition(path: string, lists: Lists): Edition {
  const declared = {
    units: byId(lists.units),
    metrics: byId(lists.metrics),
    segments: byId(lists.segments),
    ladders: byId(lists.ladders),
    vouchers: new Set((lists.vouchers ?? []).map(({ id }) => id)),
  };
  return { path, lists, declared };
}

function byId<T extends { readonly id: Id }>(list: readonly T[] = []): ReadonlyMap<Id, T> {
  return new Map(list.map((item) => [item.id, item]));
}
