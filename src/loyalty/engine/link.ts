// `link`: one account takes over the lots, debt, vouchers, grants and history of another at an instant
// (README.md, "Programmes that read each other").
import type { Id } from '#loyalty/programme/types.ts';
import { resolveMember } from './alias.ts';
import { mergedCredits } from './credits.ts';
import { mergedJournal } from './journal-tree.ts';
import { hold, mergeLots, settleDebt } from './lots.ts';
import type { LoadedProgramme } from './loaded.ts';
import { pendingIn, settleMember } from './purses.ts';
import type { Fold } from './scene.ts';
import { purseOf } from './new-state.ts';
import type { Account, Member, Purse, ReachedSteps } from './state.ts';
import { addTo, deleteIn, pushTo, setField, setIn, type Undo } from './undo.ts';
import { presentedOrder } from './vouchers.ts';

/** Results before the link are not re-rated; from then on events of the alias belong to `member`. */
export function linkAccounts(
  fold: Fold,
  member: Member,
  alias: string,
  at: { readonly atMs: number; readonly eventId: string },
): void {
  const { state } = fold;
  const other = state.members.get(resolveMember(state, alias));
  if (other === member) return;
  const { undo } = fold;
  setIn(undo, state.aliases, alias, member.id);
  if (other === undefined) return;
  settleMember(fold, other, at.atMs);
  setIn(undo, state.aliases, other.id, member.id);
  deleteIn(undo, state.members, other.id);
  fold.memberIds = undefined;
  for (const [name, value] of other.attributes)
    if (!member.attributes.has(name)) setIn(undo, member.attributes, name, value);
  for (const programme of fold.programmes) {
    postMoved(fold, programme, { from: other, to: member, ...at });
    const into = member.accounts[programme.index]!;
    mergeAccount(undo, programme, { into, from: other.accounts[programme.index]! });
  }
}

interface Move {
  readonly from: Member;
  readonly to: Member;
  readonly atMs: number;
  readonly eventId: string;
}

function postMoved(fold: Fold, programme: LoadedProgramme, { from, to, atMs, eventId }: Move): void {
  for (const [unit, purse] of from.accounts[programme.index]!.purses) {
    const qty = purse.total + pendingIn(purse) - purse.debt;
    if (qty === 0) continue;
    const common = { atMs, eventId, programme: programme.index, unit, kind: 'link' as const };
    fold.output.postings.push({ ...common, member: from.id, qty: -qty }, { ...common, member: to.id, qty });
  }
}

interface Merge {
  readonly into: Account;
  readonly from: Account;
}

function mergeAccount(undo: Undo, programme: LoadedProgramme, { into, from }: Merge): void {
  for (const [unit, purse] of from.purses) mergePurse(undo, purseOf(undo, into, unit), purse);
  into.journals.forEach((journal, index) => {
    const merged = mergedJournal(journal, from.journals[index]!, programme.collectors[index]!);
    setField(undo, into.journals, index, merged);
  });
  for (const [metric, value] of from.sampled) setNew(undo, into.sampled, metric, value);
  for (const [ladder, tier] of from.tickTiers) setNew(undo, into.tickTiers, ladder, tier);
  const vouchers = [...into.vouchers, ...from.vouchers].sort((a, b) => a.issuedAtMs - b.issuedAtMs);
  setField(undo, into, 'vouchers', vouchers);
  mergeLists(undo, { into: into.held, from: from.held }, presentedOrder);
  for (const tag of from.tags) addTo(undo, into.tags, tag);
  mergeLists(undo, { into: into.grants, from: from.grants }, (a, b) => a.fromMs - b.fromMs);
  mergeLists(undo, { into: into.marks, from: from.marks }, (a, b) => a - b);
  mergeLists(undo, { into: into.firings, from: from.firings }, (a, b) => a - b);
  for (const [key, log] of from.caps) {
    const own = into.caps.get(key);
    setIn(undo, into.caps, key, own === undefined ? log : mergedCredits(own, log));
  }
  for (const [rule, reached] of from.reached) mergeSteps(undo, into, rule, reached);
}

function mergeSteps(undo: Undo, into: Account, rule: Id, reached: ReachedSteps): void {
  const own = into.reached.get(rule);
  if (own === undefined || startOf(reached) > startOf(own)) setIn(undo, into.reached, rule, reached);
  else if (own.period === reached.period) {
    setField(undo, own, 'steps', own.steps + reached.steps);
    setField(undo, own, 'owed', own.owed + reached.owed);
    for (const gift of reached.gave) pushTo(undo, own.gave, gift);
  }
}

/** When the period of the steps began (`periodOf` in `reach.ts`): what was reached in an earlier one counts no more. */
function startOf({ period }: ReachedSteps): number {
  const start = Number(period.split(' ')[1]);
  return Number.isNaN(start) ? -Infinity : start;
}

function mergePurse(undo: Undo, into: Purse, from: Purse): void {
  mergeLots(undo, into, from);
  for (const { lot, usableMs } of from.pending) hold(undo, into, lot, usableMs);
  setField(undo, into, 'debt', into.debt + from.debt);
  settleDebt(undo, into);
  if (from.idleAtMs !== undefined)
    setField(undo, into, 'idleAtMs', Math.max(into.idleAtMs ?? from.idleAtMs, from.idleAtMs));
  setField(undo, into, 'credits', mergedCredits(into.credits, from.credits));
}

function setNew<V>(undo: Undo, map: Map<Id, V>, key: Id, value: V): void {
  if (!map.has(key)) setIn(undo, map, key, value);
}

function mergeLists<T>(
  undo: Undo,
  { into, from }: { readonly into: Map<string, T[]>; readonly from: ReadonlyMap<string, readonly T[]> },
  order: (a: T, b: T) => number,
): void {
  for (const [key, list] of from) setIn(undo, into, key, [...(into.get(key) ?? []), ...list].sort(order));
}
