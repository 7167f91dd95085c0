// One event, in the phases of section 3.6.
import type { Id, LoyaltyEvent } from '#loyalty/programme/types.ts';
import { isCommand } from './commands.ts';
import { isScalar, matches, viewOf, type EventView } from './event-view.ts';
import { journalEvent, newLogEntry } from './journal.ts';
import { evaluateLadder } from './ladders.ts';
import { resolveMember } from './alias.ts';
import { linkAccounts } from './link.ts';
import type { LoadedProgramme } from './loaded.ts';
import { refuse } from './output.ts';
import { priceEvent } from './pricing.ts';
import { settleMember } from './purses.ts';
import { runReachRules, undoUnusedSteps } from './reach.ts';
import { applyRefund } from './refunds.ts';
import { claimReward, useVoucher } from './rewards.ts';
import { runOnRules } from './rules.ts';
import { entryOf, type Fold, type Scene } from './scene.ts';
import { cutAfter, sceneOf } from './scene-of.ts';
import { newMember } from './new-state.ts';
import type { LogEntry, Member } from './state.ts';
import { addTo, removeFrom, setIn, type Undo } from './undo.ts';

const DEFAULT_MEMBER = 'm1';

/** What the event did is in `fold.output.outcome` afterwards. */
export function foldEvent(fold: Fold, event: LoyaltyEvent, atMs: number): void {
  fold.output.outcome = {};
  if (fold.programmes.length === 0) return;
  const view = viewOf(event, atMs);
  const member = ownerOf(fold, view);
  settleMember(fold, member, view.atMs);
  const all = fold.programmes.map((programme) =>
    sceneOf(fold, programme, member, { cut: cutAfter(view.atMs), event: view }),
  );
  const scenes: Scene[] = [];
  const others: Scene[] = [];
  for (const scene of all) (takesPart(scene, view) ? scenes : others).push(scene);
  fold.frozen = frozenTiers(all);
  const entry = admit(view, scenes, others);
  if (entry !== undefined) {
    fold.state.log.set(event.id, entry);
    for (const scene of scenes) journalEvent(scene, entry);
    for (const scene of scenes) runOnRules(scene, entry);
  }
  fold.frozen = undefined;
  if (entry === undefined) return;
  for (const scene of scenes) for (const ladder of scene.version.eventLadders) evaluateLadder(scene, ladder);
  for (const scene of scenes) {
    if (event.type === 'refund') undoUnusedSteps(scene, event.id);
    runReachRules(scene, entry);
  }
}

/** Whose event it is; a member exists from the first event on. A refund belongs to whoever owns the refunded event. */
function ownerOf(fold: Fold, view: EventView): Member {
  const { state } = fold;
  const refunded =
    view.event.type === 'refund' && view.event.of !== undefined ? entryOf(fold, view.event.of) : undefined;
  const id = resolveMember(state, refunded?.member ?? memberOf(view.event));
  const found = state.members.get(id);
  if (found !== undefined) return found;
  const member = newMember(id, view.atMs, fold.programmes);
  setIn(fold.undo, state.members, id, member);
  fold.memberIds = undefined;
  return member;
}

export function memberOf(event: { readonly member?: string | undefined }): string {
  return event.member ?? DEFAULT_MEMBER;
}

/** Phases 0 and 1 for one programme: not a duplicate, and in scope. */
function takesPart(scene: Scene, view: EventView): boolean {
  if (isCommand(view.event.type)) return true;
  if (!matches(scene.programme.scope, view)) return false;
  const key = dedupeKey(scene.programme, view);
  if (key === undefined) return true;
  const { seen } = scene.fold.state;
  if (!seen.has(key)) {
    addTo(scene.fold.undo, seen, key);
    return true;
  }
  refuse(scene.fold.output.outcome, 'duplicate');
  return false;
}

/** Only an event that carries all the fields can be a duplicate by them. */
function dedupeKey(programme: LoadedProgramme, view: EventView): string | undefined {
  if (programme.dedupe.length === 0) return undefined;
  const values = programme.dedupe.map((field) => view.event[field]);
  return values.every(isScalar) ? JSON.stringify([programme.id, view.event.type, ...values]) : undefined;
}

const NOTHING_FROZEN: ReadonlyMap<string, Id | null> = new Map();

/** Phase 2: what everything up to phase 6 sees, in all programmes. */
function frozenTiers(scenes: readonly Scene[]): ReadonlyMap<string, Id | null> {
  if (scenes.every(({ version }) => version.frozenLadders.length === 0)) return NOTHING_FROZEN;
  const frozen = new Map<string, Id | null>();
  for (const scene of scenes) {
    for (const ladder of scene.version.frozenLadders) {
      frozen.set(`${scene.programme.id}/${ladder}`, scene.fold.ask.tier(scene, ladder));
    }
  }
  return frozen;
}

/** Phase 3, or what the event itself does; `undefined` when it was refused and does not join the log. */
function admit(view: EventView, scenes: readonly Scene[], others: readonly Scene[]): LogEntry | undefined {
  const { fold, member } = (scenes[0] ?? others[0])!;
  if (isCommand(view.event.type)) return admitCommand(view, scenes);
  if (scenes.length === 0 && fold.output.outcome.why === 'duplicate') return undefined;
  return newLogEntry(fold, member, view, priceEvent(view, scenes, others));
}

function admitCommand(view: EventView, scenes: readonly Scene[]): LogEntry | undefined {
  const { fold, member } = scenes[0]!;
  const { event } = view;
  const entry = newLogEntry(fold, member, view, undefined);
  switch (event.type) {
    case 'redeem':
    case 'buy':
      return claimReward(scenes, entry);
    case 'use':
      return useVoucher(scenes, entry) ? entry : undefined;
    case 'refund':
      return applyRefund(view, entryOf(fold, event.of ?? ''), scenes) ? entry : undefined;
    case 'link':
      linkAccounts(fold, member, String(event['alias']), { atMs: view.atMs, eventId: event.id });
      return entry;
    default:
      updateProfile(fold.undo, member, event);
      return entry;
  }
}

/** `profile {set, tags, untags}`: attributes belong to the member, tags are known to every programme. */
function updateProfile(undo: Undo, member: Member, event: LoyaltyEvent): void {
  for (const [name, value] of Object.entries((event['set'] as object | undefined) ?? {})) {
    if (isScalar(value)) setIn(undo, member.attributes, name, value);
  }
  for (const account of member.accounts) {
    for (const tag of listOf(event['tags'])) addTo(undo, account.tags, tag);
    for (const tag of listOf(event['untags'])) removeFrom(undo, account.tags, tag);
  }
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
