// A replay in the notation of the golden scenarios: plain ids, `score`, segments as true or false.
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import type { EventOutcome, MemberState, Replay } from '#loyalty/engine/outcome.ts';

type Written = Readonly<Record<string, unknown>>;

export interface WrittenReplay {
  readonly events: Readonly<Record<string, Written>>;
  readonly states: readonly Written[];
}

export function writeNotation(programmes: readonly LoadedProgramme[], replayed: Replay): WrittenReplay {
  const segments = programmes.flatMap((programme) =>
    programme.versions.flatMap((version) =>
      [...version.segments.keys()].map((id) => (programmes.length > 1 ? `${programme.id}/${id}` : id)),
    ),
  );
  return {
    events: Object.fromEntries([...replayed.outcomes].map(([id, outcome]) => [id, writeOutcome(outcome)])),
    states: replayed.states.map((state) => writeState(state, segments)),
  };
}

function writeOutcome({ divergence, rejected, ...outcome }: EventOutcome): Written {
  const tallies = Object.entries(outcome).map(([key, value]) => [
    key,
    typeof value === 'object' ? plainKeys(value) : value,
  ]);
  return {
    ...Object.fromEntries(tallies),
    ...(rejected !== undefined && { rejected: rejected.map(([id, reason]) => [shortName(id), reason]) }),
    // With one payment the reason says it all, and that is how the scenarios write it.
    ...(divergence !== undefined && { divergence: divergence.length === 1 ? divergence[0]![1] : divergence }),
  };
}

function writeState(state: MemberState, segments: readonly string[]): Written {
  const { at, member, benefits, feed, holdout, segments: held, ...tables } = state;
  const written = Object.fromEntries(Object.entries(tables).map(([key, table]) => [key, plainKeys(table)]));
  return {
    at,
    member,
    ...written,
    score: written['metric'],
    benefits: benefits.map(shortName),
    feed: feed.map(shortName),
    holdout: holdout.map(shortName),
    segments: plainKeys(Object.fromEntries(segments.map((id) => [id, held.includes(id)]))),
  };
}

/** `programme/id` becomes `id`, unless two programmes have one of that name. */
function plainKeys(table: object): Written {
  const names = Object.keys(table).map(shortName);
  return Object.fromEntries(
    Object.entries(table).map(([id, value]) => {
      const short = shortName(id);
      return [names.filter((name) => name === short).length === 1 ? short : id, value];
    }),
  );
}

export function shortName(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
