// `link`: one account takes over the lots, debt, vouchers, grants and history of another at an instant (section 3.14).
import { hold, insert, settleDebt } from './lots.ts';
import type { LoadedProgramme } from './loaded.ts';
import { pendingIn, settleMember } from './purses.ts';
import type { Fold } from './scene.ts';
import { purseOf, type Account, type Credit, type Journal, type Member, type Purse } from './state.ts';

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
  state.aliases.set(alias, member.id);
  if (other === undefined) return;
  settleMember(fold, other, at.atMs);
  state.aliases.set(other.id, member.id);
  state.members.delete(other.id);
  for (const [name, value] of other.attributes)
    if (!member.attributes.has(name)) member.attributes.set(name, value);
  for (const programme of fold.programmes) {
    postMoved(fold, programme, { from: other, to: member, ...at });
    mergeAccount(member.accounts[programme.index]!, other.accounts[programme.index]!);
  }
}

export function resolveMember(state: Pick<Fold['state'], 'aliases'>, id: string): string {
  let current = id;
  while (state.aliases.has(current)) current = state.aliases.get(current)!;
  return current;
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
    const common = { atMs, eventId, programme, unit, kind: 'link' as const };
    fold.output.postings.push({ ...common, member: from.id, qty: -qty }, { ...common, member: to.id, qty });
  }
}

function mergeAccount(into: Account, from: Account): void {
  for (const [unit, purse] of from.purses) mergePurse(purseOf(into, unit), purse);
  into.journals.forEach((journal, index) => mergeJournal(journal, from.journals[index]!));
  for (const [metric, value] of from.sampled) if (!into.sampled.has(metric)) into.sampled.set(metric, value);
  for (const [ladder, tier] of from.tickTiers)
    if (!into.tickTiers.has(ladder)) into.tickTiers.set(ladder, tier);
  into.vouchers.push(...from.vouchers);
  into.vouchers.sort((a, b) => a.issuedAtMs - b.issuedAtMs);
  for (const tag of from.tags) into.tags.add(tag);
  mergeLists(into.grants, from.grants, (a, b) => a.fromMs - b.fromMs);
  mergeLists(into.marks, from.marks, (a, b) => a - b);
  mergeLists(into.firings, from.firings, (a, b) => a - b);
  mergeLists(into.caps, from.caps, byTime);
  for (const [rule, reached] of from.reached) {
    const own = into.reached.get(rule);
    if (own === undefined || own.period !== reached.period) into.reached.set(rule, own ?? reached);
    else {
      own.steps += reached.steps;
      own.gave.push(...reached.gave);
    }
  }
}

function mergePurse(into: Purse, from: Purse): void {
  for (const lot of from.lots) insert(into, lot);
  for (const [id, lot] of from.emptied) into.emptied.set(id, lot);
  for (const { lot, usableMs } of from.pending) hold(into, lot, usableMs);
  into.debt += from.debt;
  settleDebt(into);
  if (from.idleAtMs !== undefined) into.idleAtMs = Math.max(into.idleAtMs ?? from.idleAtMs, from.idleAtMs);
  into.credits.push(...from.credits);
  into.credits.sort(byTime);
}

function mergeJournal(into: Journal, from: Journal): void {
  into.entries.push(...from.entries);
  into.entries.sort(byTime);
  into.sum += from.sum;
  into.count += from.count;
}

function byTime(a: Pick<Credit, 'atMs' | 'sequence'>, b: Pick<Credit, 'atMs' | 'sequence'>): number {
  return a.atMs - b.atMs || a.sequence - b.sequence;
}

function mergeLists<T>(
  into: Map<string, T[]>,
  from: ReadonlyMap<string, readonly T[]>,
  order: (a: T, b: T) => number,
): void {
  for (const [key, list] of from) into.set(key, [...(into.get(key) ?? []), ...list].sort(order));
}
