import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { answer, foldNext, instantOfQuery, newFold, tellAll } from './fold.ts';
import type { LoadedProgramme } from './loaded.ts';
import type { EventOutcome, MemberState, Query, Replay } from './outcome.ts';
import { timelineOf } from './timeline.ts';

/**
 * The specification of the engine: folds the whole set of events, in time order, from nothing, and answers the queries on the
 * way. The order of `events` never matters and an event given twice counts once; the result depends on nothing else.
 * Throws `FoldRefusal` when an exact answer would need a number beyond 2^53.
 */
export function replay(
  programmes: readonly LoadedProgramme[],
  events: readonly LoyaltyEvent[],
  queries: readonly Query[],
): Replay {
  const run = newFold(programmes, false);
  const asked = orderedQueries(queries);
  const outcomes = new Map<string, EventOutcome>();
  const states: MemberState[] = [];
  let lastMs = -Infinity;
  let next = 0;
  const answerBefore = (atMs: number) => {
    for (; next < asked.length && asked[next]!.atMs < atMs; next++) {
      const { query, position, atMs: askedMs } = asked[next]!;
      lastMs = Math.max(lastMs, askedMs);
      states[position] = answer(run, query, askedMs);
    }
  };
  timelineOf(events).forEach((timed, position) => {
    answerBefore(timed.atMs);
    const outcome = foldNext(run, timed, position === 0);
    if (outcome !== undefined) outcomes.set(timed.event.id, outcome);
    lastMs = Math.max(lastMs, timed.atMs);
  });
  answerBefore(Infinity);
  return { outcomes, states, ...tellAll(run, lastMs) };
}

interface Asked {
  readonly query: Query;
  readonly position: number;
  readonly atMs: number;
}

function orderedQueries(queries: readonly Query[]): readonly Asked[] {
  return queries
    .map((query, position) => ({ query, position, atMs: instantOfQuery(query.at) }))
    .sort((a, b) => a.atMs - b.atMs);
}
