// Whether a member's own statement counts, by the engine. The wallet asks before it seals one, the server before it accepts it.
import { matches, viewOf } from '#loyalty/engine/event-view.ts';
import { type LoadedProgramme, type LoadedVersion, type OnRule, versionAt } from '#loyalty/engine/loaded.ts';
import type { EventOutcome, Reason, Replay } from '#loyalty/engine/outcome.ts';
import { replay } from '#loyalty/engine/replay.ts';
import type { Id, LoyaltyEvent } from '#loyalty/programme/types.ts';
import { civilFromDays, localDayOf } from '#loyalty/time/civil.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import { lastTickMs } from '#loyalty/time/tick.ts';
import { spanOf } from '#loyalty/time/window.ts';
import { localFromInstant, type Zone } from '#loyalty/time/zone.ts';
import type { ProgrammeGroup } from './programme-group.ts';
import { countsFromOf } from './receipt-events.ts';

export type StatementFault =
  | 'not_joined'
  | 'reward_unknown'
  | 'reward_unaffordable'
  | 'reward_out_of_stock'
  | 'reward_not_open'
  | 'reward_limit'
  | 'reward_not_for_you'
  /** It costs money: a till or a shop sells it. */
  | 'reward_paid_at_shop'
  | 'activity_unknown'
  /** Nothing more counts in this period. */
  | 'activity_cap'
  /** It was told within the same year, or a reward was granted by what was told before. */
  | 'attribute_limit';

export interface Statement {
  /** The programme that is spoken to, with what it reads. */
  readonly group: ProgrammeGroup;
  /** What the group folds for the member so far (`eventsOfGroup`); empty before the member has joined. */
  readonly events: readonly LoyaltyEvent[];
  readonly event: LoyaltyEvent;
}

/** `undefined`: it counts. Throws `FoldRefusal` like the fold itself. */
export function statementFault(statement: Statement): StatementFault | undefined {
  const { group, events, event } = statement;
  const joinedAt = countsFromOf(events, group.programmeId);
  if (joinedAt === undefined || event.at < joinedAt) return 'not_joined';
  const after = replay(group.loaded, [...events, event], []);
  const outcome = after.outcomes.get(event.id) ?? {};
  if (event.type === 'redeem') return claimFault(statement, outcome, after);
  if (event.type === 'profile') return profileFault(statement, after);
  return activityFault(statement, outcome);
}

const CLAIM_FAULTS: Partial<Record<Reason, StatementFault>> = {
  balance: 'reward_unaffordable',
  stock: 'reward_out_of_stock',
  drop: 'reward_not_open',
  limit: 'reward_limit',
  if: 'reward_not_for_you',
  price: 'reward_paid_at_shop',
};

function claimFault(statement: Statement, outcome: EventOutcome, after: Replay): StatementFault | undefined {
  if (outcome.accepted !== true) return CLAIM_FAULTS[outcome.why ?? 'none'] ?? 'reward_unknown';
  return breaksPromise(statement, after) ? 'reward_unaffordable' : undefined;
}

/** One that comes late must not take from under a claim that was granted: what was promised stays. */
function breaksPromise({ group, events }: Statement, after: Replay): boolean {
  const refusedNow = events.filter(({ id, type }) => type === 'redeem' && !isAccepted(after, id));
  if (refusedNow.length === 0) return false;
  const before = replay(group.loaded, events, []);
  return refusedNow.some(({ id }) => isAccepted(before, id));
}

/** Once in a calendar year on the programme's clock, whatever is told: a birthday that moves about would come again and again. */
function profileFault(statement: Statement, after: Replay): StatementFault | undefined {
  const { group, events, event } = statement;
  const { zone } = programmeIn(group);
  const year = yearOf(event, zone);
  const isTold = events.some(
    (earlier) =>
      earlier.type === 'profile' &&
      earlier['programme'] === event['programme'] &&
      earlier.id !== event.id &&
      sharesAttribute(earlier, event) &&
      yearOf(earlier, zone) === year,
  );
  return isTold || breaksPromise(statement, after) ? 'attribute_limit' : undefined;
}

function sharesAttribute(one: LoyaltyEvent, other: LoyaltyEvent): boolean {
  const told = Object.keys(other['set'] ?? {});
  return Object.keys(one['set'] ?? {}).some((name) => told.includes(name));
}

function yearOf({ at }: LoyaltyEvent, zone: Zone): number {
  return civilFromDays(localDayOf(localFromInstant(zone, instantFromText(at) ?? 0))).year;
}

function isAccepted({ outcomes }: Replay, eventId: string): boolean {
  return outcomes.get(eventId)?.accepted === true;
}

function activityFault(statement: Statement, outcome: EventOutcome): StatementFault | undefined {
  const { group, event } = statement;
  const programme = programmeIn(group);
  const atMs = instantFromText(event.at) ?? 0;
  const version = versionAt(programme, atMs);
  const rules = rulesFor(version, event, atMs);
  const isCounted = [...version.metrics.values()].some(
    (metric) =>
      metric.kind === 'events' && matches(programme.collectors[metric.collector]!.on, viewOf(event, atMs)),
  );
  if (isCounted) return undefined;
  if (rules.length === 0) return 'activity_unknown';
  if (outcome.earned !== undefined || outcome.issued !== undefined) return undefined;
  const isOpen = rules.some((rule) => doesMore(rule) && !isExhausted(rule, statement, atMs));
  return isOpen ? undefined : 'activity_cap';
}

function rulesFor(version: LoadedVersion, event: LoyaltyEvent, atMs: number): readonly OnRule[] {
  const rules = version.onRules.get(event.type) ?? version.onRules.get('*') ?? [];
  return rules.filter(({ on }) => matches(on, viewOf(event, atMs)));
}

/** Marks, tags and grants have no cap of a quantity: only the rule's limit ends them. */
function doesMore({ do: effects }: OnRule): boolean {
  return effects.some((effect) => !('earn' in effect) && !('issue' in effect));
}

function isExhausted(rule: OnRule, { group, events, event }: Statement, atMs: number): boolean {
  return (rule.limit ?? []).some(({ n, win }) => {
    const span = spanOf(win, programmeIn(group).zone, { atMs, before: false }, () => undefined);
    const fired = events.filter((earlier) => {
      const earlierMs = instantFromText(earlier.at) ?? 0;
      const isInside = span.fromMs <= earlierMs && earlierMs < span.toMs;
      return isInside && earlier.id !== event.id && matches(rule.on, viewOf(earlier, earlierMs));
    });
    return fired.length >= n;
  });
}

/** What is read comes first; the programme itself is the last. */
function programmeIn({ loaded }: ProgrammeGroup): LoadedProgramme {
  return loaded.at(-1)!;
}

export interface StockBatch {
  /** Names the batch among all of the reward: the instant of its drop in epoch milliseconds, or `all`. */
  readonly batch: string;
  readonly stock: number;
}

/** The batch that a claim draws from, shared by all members; `undefined` for a reward without stock. */
export function stockBatchOf(programme: LoadedProgramme, rewardId: Id, atMs: number): StockBatch | undefined {
  const reward = versionAt(programme, atMs).rewards.get(rewardId);
  if (reward?.stock === undefined) return undefined;
  const drop = reward.drop === undefined ? undefined : lastTickMs(reward.drop, programme.zone, atMs);
  return { batch: drop === undefined ? 'all' : String(drop), stock: reward.stock };
}
