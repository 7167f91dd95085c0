// The one place that folds what has not happened. Everything else here asks it.
import { type Ledger, openLedger } from '#loyalty/engine/ledger.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import type { EventOutcome, MemberState, Posting, VoucherInstance } from '#loyalty/engine/outcome.ts';
import { FoldRefusal } from '#loyalty/engine/refusal.ts';
import {
  ownOutcome,
  ownPart,
  ownScope,
  ownState,
  type ProgrammeGroup,
} from '#loyalty/ledger/programme-group.ts';
import { withSaleFields } from '#loyalty/ledger/receipt-events.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import type { Instant, LoyaltyEvent } from '#loyalty/programme/types.ts';
import { instantFromText } from '#loyalty/time/instant.ts';

export interface HypothesisSubject {
  readonly loaded: LoadedProgramme;
  /** The programme with what it reads; alone without. */
  readonly group?: ProgrammeGroup;
  /** What really happened, as the programme folds it. */
  readonly events: readonly LoyaltyEvent[];
  readonly memberId: string;
  /** When it would happen; never before what has happened already. */
  readonly atMs: number;
}

/** A purchase that nobody made; id and time are the hypothesis's own. */
export type Supposed = Pick<LoyaltyEvent, 'type' | 'lines' | 'use'> & Readonly<Record<string, unknown>>;

export interface Effect {
  readonly outcome: EventOutcome;
  readonly state: MemberState;
  /** Of this event only. */
  readonly postings: readonly Posting[];
  /** Issued because of this event only. */
  readonly issued: readonly VoucherInstance[];
}

export interface Hypothesis {
  readonly atMs: number;
  /** As it stands at that instant without the purchase. */
  readonly before: MemberState;
  /** The engine's outcome of one supposed event; nothing of it stays. `undefined` when no exact answer exists. */
  readonly outcomeOf: (event: Supposed) => EventOutcome | undefined;
  /** The same with the whole state right after it, at the same instant. */
  readonly effectOf: (event: Supposed) => Effect | undefined;
  /** The state at a later instant without the event and with it, if nothing else happens. */
  readonly laterOf: (event: Supposed, atMs: number) => Later | undefined;
}

export interface Later {
  readonly without: MemberState;
  readonly with: MemberState;
}

/** Sorts after every real id (hex digits and hyphens): at one instant what happened comes first. */
const ID_START = '~supposed-';

/**
 * A member's account of one programme in which events may be tried out: each is appended to a ledger of its own and
 * voided again, which leaves no trace (a law of the engine). `undefined` when the real events have no exact answer.
 */
export function openHypothesis(subject: HypothesisSubject): Hypothesis | undefined {
  return exactly(() => hypothesisOver(subject));
}

/** Everything that happened and will, as it stands at a later instant. */
export interface Foresight {
  readonly postings: readonly Posting[];
  readonly vouchers: readonly VoucherInstance[];
}

/** What time alone brings until an instant, if nothing else happens. `undefined` when there is no exact answer. */
export function foresee({ events, atMs, ...subject }: HypothesisSubject): Foresight | undefined {
  return exactly(() => {
    const group = groupIn(subject);
    const ledger = openLedger(group.loaded);
    for (const event of events) ledger.append(event);
    const told = ledger.tellAt(instantFromSeconds(Math.floor(atMs / 1_000)));
    return { postings: ownPart(told.postings, group), vouchers: ownPart(told.vouchers, group) };
  });
}

function groupIn({ loaded, group }: Pick<HypothesisSubject, 'loaded' | 'group'>): ProgrammeGroup {
  const scopes = [{ programmeId: loaded.id, merchants: [] }];
  return group ?? { programmeId: loaded.id, loaded: [loaded], scopes };
}

function hypothesisOver({ events, memberId, atMs: askedMs, ...subject }: HypothesisSubject): Hypothesis {
  const group = groupIn(subject);
  const ledger = openLedger(group.loaded);
  for (const event of events) ledger.append(event);
  const latestMs = events.reduce((latest, { at }) => Math.max(latest, instantFromText(at) ?? 0), 0);
  const atS = Math.max(Math.floor(askedMs / 1_000), Math.ceil(latestMs / 1_000));
  const at = instantFromSeconds(atS);
  const query = { at, member: memberId };
  let tried = 0;
  const during = <T>(supposed: Supposed, ask: (id: string) => T): T | undefined => {
    const id = `${ID_START}${(tried += 1)}`;
    const event = withSaleFields({ ...supposed, id, at, member: memberId }, ownScope(group).sales);
    return exactly(() => trial(ledger, event, ask));
  };
  return {
    atMs: atS * 1_000,
    before: ownState(ledger.stateAt(query), group),
    outcomeOf: (event) => during(event, (id) => ownOutcome(ledger.outcome(id) ?? {}, group)),
    effectOf: (event) => during(event, (id) => effectIn({ ledger, group }, id, query)),
    laterOf: (event, laterMs) => {
      const later = { at: instantFromSeconds(Math.ceil(laterMs / 1_000)), member: memberId };
      const stateThen = () => ownState(ledger.stateAt(later), group);
      const without = exactly(stateThen);
      const state = during(event, stateThen);
      return without === undefined || state === undefined ? undefined : { without, with: state };
    },
  };
}

function trial<T>(ledger: Ledger, event: LoyaltyEvent, ask: (id: string) => T): T {
  try {
    ledger.append(event);
    return ask(event.id);
  } finally {
    ledger.append({ id: `${event.id}-void`, at: event.at, type: 'void', of: event.id });
  }
}

function effectIn(
  { ledger, group }: { readonly ledger: Ledger; readonly group: ProgrammeGroup },
  id: string,
  query: { readonly at: Instant; readonly member: string },
): Effect {
  const told = ledger.tellAt(query.at);
  return {
    outcome: ownOutcome(ledger.outcome(id) ?? {}, group),
    state: ownState(ledger.stateAt(query), group),
    postings: ownPart(told.postings, group).filter(({ eventId }) => eventId === id),
    issued: ownPart(told.vouchers, group).filter(({ issuedBy }) => issuedBy === id),
  };
}

function exactly<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof FoldRefusal) return undefined;
    throw error;
  }
}
