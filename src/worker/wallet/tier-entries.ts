import type { ActivityEntry } from '#bridge/wallet-api.ts';
import type { MemberState } from '#loyalty/engine/outcome.ts';
import { versionAt } from '#loyalty/engine/loaded.ts';
import type { Effect } from '#loyalty/programme/types.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import { directionOf } from '#i18n/locale.ts';
import type { ProgrammeFold } from './programme-fold.ts';
import { lookOf, wordOf } from './programme-words.ts';
import { definitionAt } from './why-view.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** A level that began or ended. */
interface TierChange {
  readonly atMs: number;
  readonly ladder: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly eventId?: string;
}

/** Old enough for every list; a replay that answers more questions than that would be felt. */
const EVENTS_LOOKED_AT = 150;

export function tierEntries(world: WalletWorld): readonly ActivityEntry[] {
  return world.joined.flatMap((joined) =>
    changesOf(joined, world.nowMs).map((change) => entryOf(change, joined, world)),
  );
}

const known = new WeakMap<ProgrammeFold, readonly TierChange[]>();

function changesOf(joined: JoinedProgramme, nowMs: number): readonly TierChange[] {
  const { fold, programme } = joined;
  const hasLadders = programme.loaded.versions.some(({ ladders }) => ladders.size > 0);
  if (fold === undefined || !hasLadders) return [];
  const changes = known.get(fold) ?? findChanges(joined, nowMs);
  known.set(fold, changes);
  return changes;
}

function findChanges({ history }: JoinedProgramme, nowMs: number): readonly TierChange[] {
  const events = (history?.events() ?? [])
    .flatMap(({ id, at }) => {
      const atMs = instantFromText(at);
      return atMs === undefined ? [] : [{ id, atMs }];
    })
    .toSorted((a, b) => a.atMs - b.atMs)
    .slice(-EVENTS_LOOKED_AT);
  const last = Math.max(nowMs, events.at(-1)?.atMs ?? 0);
  const states = history?.statesAt([...events.map(({ atMs }) => atMs), last]) ?? [];
  return states.slice(1).flatMap((state, index) => {
    const event = events[index + 1];
    const after = { state, atMs: event?.atMs ?? last, ...(event === undefined ? {} : { eventId: event.id }) };
    return changesBetween(states[index]!, after);
  });
}

/** A level that ran out between two events ended when it was to end; every other change came with the event. */
function changesBetween(
  before: MemberState,
  { state, atMs, eventId }: { readonly state: MemberState; readonly atMs: number; readonly eventId?: string },
): readonly TierChange[] {
  return Object.keys(state.tier).flatMap((ladder): readonly TierChange[] => {
    const [from, to] = [before.tier[ladder] ?? null, state.tier[ladder] ?? null];
    if (from === to) return [];
    const end = before.tierUntil[ladder];
    const endMs = end === undefined ? undefined : instantFromText(end);
    if (endMs !== undefined && endMs <= atMs) return [{ atMs: endMs, ladder, before: from, after: to }];
    return [{ atMs, ladder, before: from, after: to, ...(eventId === undefined ? {} : { eventId }) }];
  });
}

function entryOf(change: TierChange, joined: JoinedProgramme, world: WalletWorld): ActivityEntry {
  const { programme, fold } = joined;
  const look = lookOf(programme, world);
  const words = programme.presentation.ladders?.[change.ladder];
  const nameOf = (tier: string) => wordOf(words?.tiers[tier], tier, world);
  // Arrows are not turned round with the text.
  const arrow = directionOf(world.locale) === 'rtl' ? ' ← ' : ' → ';
  const isPending = change.eventId !== undefined && fold?.pending.has(change.eventId) === true;
  return {
    id: `${programme.id}:${change.ladder}:${change.atMs}`,
    kind: 'tier',
    atMs: change.atMs,
    merchantName: look.merchantName,
    looks: [look],
    subject: [change.before, change.after].flatMap((tier) => (tier === null ? [] : nameOf(tier))).join(arrow),
    because: grantSentences(change, joined, world),
    postings: [],
    definition: definitionAt(programme, change.atMs),
    state: { kind: isPending ? 'saved' : 'confirmed' },
  };
}

/** The ladder by name, and the rules and rewards that grant the level. */
function grantSentences(
  { ladder, after, atMs }: TierChange,
  { programme }: JoinedProgramme,
  world: WalletWorld,
): readonly string[] {
  const version = versionAt(programme.loaded, atMs);
  const { ladders, rules, rewards } = programme.presentation;
  const grants = (effects: readonly Effect[] | undefined) =>
    effects?.some(
      (effect) => 'grant' in effect && effect.grant.ladder === ladder && effect.grant.tier === after,
    ) === true;
  const allRules = [...new Set([...version.onRules.values()].flat()), ...version.reachRules];
  return [
    wordOf(ladders?.[ladder]?.name, ladder, world),
    ...allRules.flatMap(({ id, do: effects }) =>
      grants(effects) ? (rules?.[id]?.[world.locale] ?? []) : [],
    ),
    ...[...version.rewards.values()].flatMap(({ id, gives }) =>
      grants(gives) ? (rewards?.[id]?.[world.locale] ?? []) : [],
    ),
  ];
}
