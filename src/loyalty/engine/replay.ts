import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { fold } from './fold.ts';
import type { LoadedProgramme } from './loaded.ts';
import type { Query, Replay } from './outcome.ts';

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
  return fold(programmes, events, queries);
}
