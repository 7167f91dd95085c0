// Questions about one programme that today's fold does not answer: the past, and what a further event would do.
import type { EventOutcome, MemberState } from '#loyalty/engine/outcome.ts';
import { FoldRefusal } from '#loyalty/engine/refusal.ts';
import { replay } from '#loyalty/engine/replay.ts';
import { ownOutcome, ownState } from '#loyalty/ledger/programme-group.ts';
import { type StatementFault, statementFault } from '#loyalty/ledger/judge-statement.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { instantFromText, textFromInstant } from '#loyalty/time/instant.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';

export interface ProgrammeHistory {
  readonly memberId: string;
  /** The programme's own part of the member's log. */
  readonly events: () => readonly LoyaltyEvent[];
  /** The member's state right after everything up to each instant, in the order asked; empty when there is no exact answer. */
  readonly statesAt: (instantsMs: readonly number[]) => readonly MemberState[];
  /** What an event would do if it came now; nothing is kept. */
  readonly tryOut: (event: LoyaltyEvent) => EventOutcome;
  /** Why a statement would not count now. */
  readonly faultOf: (event: LoyaltyEvent) => StatementFault | undefined;
  /** An instant for something new: now, or just after the latest event when a till's clock is ahead of this one. */
  readonly nextMs: () => number;
}

export interface HistorySource {
  readonly programme: Pick<UsableProgramme, 'loaded' | 'group'>;
  readonly memberId: string;
  /** The programme's own part of the member's log. */
  readonly events: () => readonly LoyaltyEvent[];
  readonly nowMs: number;
}

/** Every question is one replay over the programme's events; nothing is computed before it is asked. */
export function createHistory({ programme, memberId, events: read, nowMs }: HistorySource): ProgrammeHistory {
  const { loaded, group } = programme;
  let own: readonly LoyaltyEvent[] | undefined;
  const events = () => (own ??= read());
  return {
    memberId,
    events,
    statesAt: (instantsMs) => {
      const queries = instantsMs.map((atMs) => ({
        at: textFromInstant(loaded.zone, atMs),
        member: memberId,
      }));
      return (
        exactly(() => replay(group.loaded, events(), queries).states)?.map((state) =>
          ownState(state, group),
        ) ?? []
      );
    },
    tryOut: (event) =>
      ownOutcome(
        exactly(() => replay(group.loaded, [...events(), event], []).outcomes.get(event.id)) ?? {},
        group,
      ),
    faultOf: (event) => statementFault({ group, events: events(), event }),
    nextMs: () => nextMsAfter(events(), nowMs),
  };
}

/** Two events of one second have no order of their own: what is said now must come after what it rests on. */
function nextMsAfter(events: readonly LoyaltyEvent[], nowMs: number): number {
  return events.reduce((next, { at }) => Math.max(next, (instantFromText(at) ?? 0) + 1_000), nowMs);
}

function exactly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof FoldRefusal) return undefined;
    throw error;
  }
}
