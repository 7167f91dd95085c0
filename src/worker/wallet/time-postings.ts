import type { Posting } from '#loyalty/engine/outcome.ts';
import type { ProgrammeFold } from './programme-fold.ts';

/** What no event did but time: points that lapsed, points that a day of the calendar gave. */
export function timePostings({ postings }: Pick<ProgrammeFold, 'postings'>): readonly Posting[] {
  return postings.filter(({ eventId }) => eventId === undefined);
}

/** The name of the entry that shows such a posting; `all` are those of the same fold. */
export function timeEntryId(programmeId: string, all: readonly Posting[], posting: Posting): string {
  return `${programmeId}:${posting.unit}:${posting.at}:${all.indexOf(posting)}`;
}
