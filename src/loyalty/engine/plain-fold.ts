// Plain events in the ledger: folded into lots and one remembered number, taken back the same way. Their outcome, postings and
// log entry are told when asked, by folding the event alone (`retold`): the very code of `step.ts` says them, only later.
import { addDuration } from '#loyalty/time/duration.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { LOT, UNTIL, FROM } from './lot-list.ts';
import type { EventOutcome } from './outcome.ts';
import type { PostingDraft } from './output.ts';
import { plainEarnings, type PlainEarning, type PlainPlan } from './plain-plan.ts';
import { endsMs } from './purses.ts';
import type { Fold } from './scene.ts';
import type { LogEntry, LotList, Member, Purse, State } from './state.ts';
import { foldEvent, memberOf } from './step.ts';
import type { Timed } from './timeline.ts';

/** Folds the event if it is plain and finds everything in its place; otherwise nothing is changed. */
export function foldPlain(run: Fold, plan: PlainPlan, event: LoyaltyEvent, atMs: number): boolean {
  const { state } = run;
  if (state.dueMs <= atMs) return false;
  const earnings = plainEarnings(plan, event, atMs);
  if (earnings === undefined) return false;
  const memberId = memberOf(event);
  const member = state.members.get(memberId);
  if (member === undefined || (state.aliases.size > 0 && state.aliases.has(memberId))) return false;
  if (!plan.isLasting && !isQuiet(member, atMs)) return false;
  const baseMinor = plainBaseMinor(event);
  if (!(baseMinor >= 0)) return false;
  if (earnings.length > 1) {
    // With this much in the purse and in each of the earnings every sum is exact.
    const most = Math.floor(MOST / (earnings.length + 1));
    if (!earnings.every((earning) => isReady(member, earning, { baseMinor, atMs, most }))) return false;
  }
  for (let index = 0; index < earnings.length; index++) {
    if (!earn(state, member, earnings[index]!, { baseMinor, atMs })) return false;
  }
  state.sequence += 1;
  return true;
}

/** `false` when it needs more than a lot at the end of its purse; then nothing is changed. */
function earn(
  state: State,
  member: Member,
  earning: PlainEarning,
  { baseMinor, atMs }: { readonly baseMinor: number; readonly atMs: number },
): boolean {
  const qty = earning.quantityOf(baseMinor);
  if (qty <= 0) return true;
  const purse = purseFor(member, earning);
  if (purse === undefined || purse.debt > 0 || !(qty <= MOST - purse.total)) return false;
  const untilMs = endOf(earning, atMs);
  if (!belongsLast(purse.lots, atMs, untilMs)) return false;
  state.lots += 1;
  purse.lots.push(state.lots, qty, atMs, untilMs);
  purse.total += qty;
  return true;
}

/** Whether `earn` will find everything in its place, also after other earnings of the event. */
function isReady(
  member: Member,
  earning: PlainEarning,
  { baseMinor, atMs, most }: { readonly baseMinor: number; readonly atMs: number; readonly most: number },
): boolean {
  const purse = purseFor(member, earning);
  if (purse === undefined || purse.debt > 0) return false;
  const qty = earning.quantityOf(baseMinor);
  return qty <= most && purse.total <= most && belongsLast(purse.lots, atMs, endOf(earning, atMs));
}

const MOST = Number.MAX_SAFE_INTEGER;

/** Of the last event folded, when it is plain; `lots` as it was before. */
export function takeBackPlain(run: Fold, plan: PlainPlan, { event, atMs }: Timed, lots: number): void {
  const { state } = run;
  state.sequence -= 1;
  state.lots = lots;
  state.log.delete(event.id);
  const member = state.members.get(memberOf(event))!;
  const baseMinor = plainBaseMinor(event);
  for (const earning of plainEarnings(plan, event, atMs)!) {
    const qty = earning.quantityOf(baseMinor);
    if (qty <= 0) continue;
    const purse = purseFor(member, earning)!;
    purse.lots.length -= LOT;
    purse.head = Math.min(purse.head, purse.lots.length);
    purse.total -= qty;
  }
}

export interface Retold {
  readonly outcome: EventOutcome;
  readonly postings: readonly PostingDraft[];
  readonly entry: LogEntry;
}

/**
 * What folding a plain event says, with the counters as they were before it. `alone` is a fold for nothing else: what the
 * last event left in it (a plain one fills nothing but purses, the log and the postings) is cleared first.
 */
export function retold(
  alone: Fold,
  { event, atMs }: Timed,
  before: { readonly lots: number; readonly sequence: number },
): Retold {
  const { state, output } = alone;
  const member = state.members.get(memberOf(event));
  if (member !== undefined) for (const { purses } of member.accounts) purses.clear();
  else if (state.members.size > MANY) state.members.clear();
  state.log.clear();
  output.postings.length = 0;
  state.lots = before.lots;
  state.sequence = before.sequence;
  foldEvent(alone, event, atMs);
  return { outcome: output.outcome, postings: output.postings.slice(), entry: state.log.get(event.id)! };
}

/** Members that are kept to be told of again. */
const MANY = 100;

/** Nothing of the member becomes usable or lapses until then. */
function isQuiet(member: Member, atMs: number): boolean {
  for (const { purses } of member.accounts) {
    if (purses.size === 0) continue;
    for (const purse of purses.values()) if (endsMs(purse) <= atMs) return false;
  }
  return true;
}

function purseFor(member: Member, { programme, unit }: PlainEarning): Purse | undefined {
  return member.accounts[programme]!.purses.get(unit);
}

function endOf({ expire, zone }: PlainEarning, atMs: number): number {
  return expire === undefined ? Infinity : addDuration(zone, atMs, expire);
}

function belongsLast(lots: LotList, fromMs: number, untilMs: number): boolean {
  const last = lots.length - LOT;
  if (last < 0 || lots[last + UNTIL]! < untilMs) return true;
  return lots[last + UNTIL] === untilMs && lots[last + FROM]! <= fromMs;
}

/** Minor units, `lines` before `amount`; NaN when a line carries no exact amount. */
export function plainBaseMinor({ lines, amount = 0 }: LoyaltyEvent): number {
  if (lines === undefined) return exact(amount);
  let sum = 0;
  for (const line of lines) sum = Number.isSafeInteger(line.amount) ? exact(sum + line.amount) : NaN;
  return sum;
}

function exact(value: number): number {
  return Number.isSafeInteger(value) ? value : NaN;
}
