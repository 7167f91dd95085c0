// A programme and the programmes it reads (`needs`), folded as one: Gold of a hotel reads the status of another club. Wallet
// and server call these very functions, so that both see the same events and tell the same balances.
import { err, ok, type Result } from '#base/result.ts';
import { loadProgrammes } from '#loyalty/engine/load.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import type { EventOutcome, MemberState } from '#loyalty/engine/outcome.ts';
import type { LoadRefusal } from '#loyalty/engine/refusal.ts';
import { lintTogether } from '#loyalty/programme/lint-together.ts';
import type { Problem } from '#loyalty/programme/problem.ts';
import type { Id, Instant, LoyaltyEvent, Programme } from '#loyalty/programme/types.ts';
import { countsFromOf, eventsCounting, type ProgrammeScope } from './receipt-events.ts';

export interface ProgrammeGroup {
  /** The programme that the group is for. */
  readonly programmeId: Id;
  /** What is read comes before what reads it; the programme itself is the last. */
  readonly loaded: readonly LoadedProgramme[];
  /** In the same order. */
  readonly scopes: readonly ProgrammeScope[];
}

export interface GroupMember {
  readonly definition: Programme;
  readonly scope: ProgrammeScope;
}

export type GroupRefusal =
  | LoadRefusal
  | { readonly kind: 'programmes_invalid'; readonly problems: readonly Problem[] };

/**
 * Loads a programme with all that it reads, directly or not. Refused when something it reads is missing, lacks the metric or
 * tier that is read, or reads it in turn.
 */
export function groupOf(
  programmeId: Id,
  known: ReadonlyMap<Id, GroupMember>,
): Result<ProgrammeGroup, GroupRefusal> {
  const members = membersOf(programmeId, known);
  const definitions = members.map(({ definition }) => definition);
  const problems =
    definitions.length === 1 && definitions[0]!.needs === undefined ? [] : errorsIn(definitions);
  if (problems.length > 0) return err({ kind: 'programmes_invalid', problems });
  const loaded = loadProgrammes(definitions);
  if (!loaded.ok) return loaded;
  const scopes = loaded.value.map(({ id }) => known.get(id)!.scope);
  return ok({ programmeId, loaded: loaded.value, scopes });
}

function membersOf(programmeId: Id, known: ReadonlyMap<Id, GroupMember>): readonly GroupMember[] {
  const entered = new Set<Id>();
  const found: GroupMember[] = [];
  const visit = (id: Id): void => {
    const member = known.get(id);
    if (member === undefined || entered.has(id)) return;
    entered.add(id);
    for (const needed of member.definition.needs ?? []) visit(needed);
    found.push(member);
  };
  visit(programmeId);
  return found;
}

function errorsIn(definitions: readonly Programme[]): readonly Problem[] {
  return lintTogether(definitions).filter(({ severity }) => severity === 'error');
}

/**
 * The part of a member's log that a group folds: what each of its programmes counts, each event once. Empty until the member
 * has joined the programme itself; what it reads and the member has not joined stays at nothing.
 */
export function eventsOfGroup(log: readonly LoyaltyEvent[], group: ProgrammeGroup): readonly LoyaltyEvent[] {
  return groupEventsCounting(log, group, (programmeId) => countsFromOf(log, programmeId));
}

/** The same part of any stretch of the log, once it is known from when on each programme counts. */
export function groupEventsCounting(
  log: readonly LoyaltyEvent[],
  group: ProgrammeGroup,
  countsFrom: (programmeId: Id) => Instant | undefined,
): readonly LoyaltyEvent[] {
  if (countsFrom(group.programmeId) === undefined) return [];
  const events = new Map<string, LoyaltyEvent>();
  for (const scope of group.scopes) {
    const from = countsFrom(scope.programmeId);
    for (const event of from === undefined ? [] : eventsCounting(log, scope, from)) {
      const seen = group.scopes.length === 1 ? event : withFullNames(event, scope.programmeId);
      events.set(event.id, together(events.get(event.id), seen));
    }
  }
  return [...events.values()];
}

/** Among several programmes a voucher goes by its full name. */
function withFullNames(event: LoyaltyEvent, programmeId: Id): LoyaltyEvent {
  return event.use === undefined
    ? event
    : { ...event, use: event.use.map((name) => `${programmeId}/${name}`) };
}

/** One event as two programmes know it; where they differ, the one that is read comes first. */
function together(known: LoyaltyEvent | undefined, event: LoyaltyEvent): LoyaltyEvent {
  if (known === undefined) return event;
  const use = [...(known.use ?? []), ...(event.use ?? [])];
  return { ...event, ...known, ...(use.length === 0 ? {} : { use }) };
}

/** Where the programme itself counts. */
export function ownScope({ scopes }: ProgrammeGroup): ProgrammeScope {
  return scopes.at(-1)!;
}

/** A group's answer about the programme itself, under plain ids. */
export function ownState(state: MemberState, { programmeId, loaded }: ProgrammeGroup): MemberState {
  if (loaded.length === 1) return state;
  const own = `${programmeId}/`;
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value))
      return value.filter((name) => name.startsWith(own)).map((name) => name.slice(own.length));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(([name]) => name.startsWith(own));
    return Object.fromEntries(entries.map(([name, each]) => [name.slice(own.length), each]));
  };
  // Every field is a text, a list of ids, or a record by id.
  return Object.fromEntries(
    Object.entries(state).map(([field, value]) => [field, plain(value)]),
  ) as unknown as MemberState;
}

/** What an event did in the programme itself, under plain ids. */
export function ownOutcome(outcome: EventOutcome, { programmeId, loaded }: ProgrammeGroup): EventOutcome {
  if (loaded.length === 1) return outcome;
  const own = `${programmeId}/`;
  const plain = <T>(entries: readonly (readonly [string, T])[]) =>
    entries
      .filter(([name]) => name.startsWith(own))
      .map(([name, value]) => [name.slice(own.length), value] as const);
  // Every field is a scalar, a record by id, or a list of pairs that begin with an id.
  return Object.fromEntries(
    Object.entries(outcome).map(([field, value]: [string, unknown]) => {
      if (Array.isArray(value)) return [field, plain(value)];
      const isRecord = typeof value === 'object' && value !== null;
      return [field, isRecord ? Object.fromEntries(plain(Object.entries(value))) : value];
    }),
  );
}

/** Postings or vouchers of the programme itself. */
export function ownPart<T extends { readonly programme: Id }>(
  parts: readonly T[],
  { programmeId, loaded }: ProgrammeGroup,
): readonly T[] {
  return loaded.length === 1 ? parts : parts.filter(({ programme }) => programme === programmeId);
}
