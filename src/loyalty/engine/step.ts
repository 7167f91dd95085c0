// One event, in the phases of README.md, "Phases of an event".
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
import { runReachRules, stepsReached, undoUnusedSteps } from './reach.ts';
import { applyRefund } from './refunds.ts';
import { claimReward, useVoucher } from './rewards.ts';
import { runOnRules } from './rules.ts';
import { entryOf, type Fold, type Scene } from './scene.ts';
import { cutAfter, sceneIn, sceneOf } from './scene-of.ts';
import type { Till } from './payments.ts';
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
  const table = tableFor(fold, member, view);
  const { scenes } = table;
  const steps = event.type === 'refund' ? scenes.map(stepsReached) : [];
  fold.frozen = frozenTiers(table);
  const entry = admit(view, table);
  if (entry !== undefined) {
    fold.state.log.set(event.id, entry);
    for (const scene of scenes) journalEvent(scene, entry);
    for (const scene of scenes) runOnRules(scene, entry);
  }
  fold.frozen = undefined;
  if (entry === undefined) return;
  for (const scene of scenes) for (const ladder of scene.version.eventLadders) evaluateLadder(scene, ladder);
  scenes.forEach((scene, index) => {
    if (event.type === 'refund') undoUnusedSteps(scene, event.id, steps[index]!);
    runReachRules(scene, entry);
  });
}

/** The programmes in whose scope the event is; the others only where they are asked what they know of a voucher or a unit. */
function tableFor(fold: Fold, member: Member, view: EventView): Table {
  const { use, pay } = view.event;
  const hasQuestions = use !== undefined || pay !== undefined;
  const scenes: Scene[] = [];
  const others: Scene[] = [];
  const at = { cut: cutAfter(view.atMs), event: view };
  for (const programme of fold.programmes) {
    if (takesPart(fold, programme, view)) scenes.push(sceneOf(fold, programme, member, at));
    else if (hasQuestions) others.push(sceneOf(fold, programme, member, at));
  }
  return { fold, member, scenes, others };
}

interface Table extends Till {
  readonly fold: Fold;
  readonly member: Member;
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
function takesPart(fold: Fold, programme: LoadedProgramme, view: EventView): boolean {
  if (isCommand(view.event.type)) return true;
  if (!matches(programme.scope, view)) return false;
  const key = dedupeKey(programme, view);
  if (key === undefined) return true;
  const { seen } = fold.state;
  if (!seen.has(key)) {
    addTo(fold.undo, seen, key);
    return true;
  }
  refuse(fold.output.outcome, 'duplicate');
  return false;
}

/** Only an event that carries all the fields can be a duplicate by them. */
function dedupeKey(programme: LoadedProgramme, view: EventView): string | undefined {
  if (programme.dedupe.length === 0) return undefined;
  const values = programme.dedupe.map((field) => view.event[field]);
  return values.every(isScalar) ? JSON.stringify([programme.id, view.event.type, ...values]) : undefined;
}

const NOTHING_FROZEN: ReadonlyMap<string, Id | null> = new Map();

/** Phase 2: what everything up to phase 6 sees, in the programmes that take part and in those that they read. */
function frozenTiers({ fold, scenes }: Table): ReadonlyMap<string, Id | null> {
  const programmes = new Set(scenes.map(({ programme }) => programme));
  // A set that grows while it is walked: what is read may read others.
  for (const { needs } of programmes)
    for (const id of needs) if (fold.programmeById.has(id)) programmes.add(fold.programmeById.get(id)!);
  let frozen: Map<string, Id | null> | undefined;
  for (const programme of programmes) {
    const scene = sceneIn(scenes[0]!, programme);
    for (const ladder of scene.version.frozenLadders) {
      frozen ??= new Map();
      frozen.set(`${programme.id}/${ladder}`, fold.ask.tier(scene, ladder));
    }
  }
  return frozen ?? NOTHING_FROZEN;
}

/** Phase 3, or what the event itself does; `undefined` when it was refused and does not join the log. */
function admit(view: EventView, table: Table): LogEntry | undefined {
  const { fold, member, scenes } = table;
  if (isCommand(view.event.type)) return admitCommand(view, scenes);
  if (scenes.length === 0 && fold.output.outcome.why === 'duplicate') return undefined;
  return newLogEntry(fold, member, view, priceEvent(view, table));
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
