import { openLedger } from '#loyalty/engine/ledger.ts';
import type { replay } from '#loyalty/engine/replay.ts';
import type { EventOutcome, MemberState } from '#loyalty/engine/outcome.ts';

/** What a scenario is compared with. */
export type Tell = (...asked: Parameters<typeof replay>) => {
  readonly outcomes: ReadonlyMap<string, EventOutcome>;
  readonly states: readonly MemberState[];
};

/** The incremental engine in the place of `replay`: events arrive as written. */
export const throughLedger: Tell = (programmes, events, queries) => {
  const ledger = openLedger(programmes);
  for (const event of events) ledger.append(event);
  const outcomes = new Map<string, EventOutcome>();
  for (const { id } of events) {
    const outcome = ledger.outcome(id);
    if (outcome !== undefined) outcomes.set(id, outcome);
  }
  return { outcomes, states: queries.map((query) => ledger.stateAt(query)) };
};

/** The last event arrives first: every other one is late. */
export const throughLedgerBackwards: Tell = (programmes, events, queries) =>
  throughLedger(programmes, events.toReversed(), queries);
