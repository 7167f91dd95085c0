// One `earn` effect: rates chosen, caps looked up, the quantity credited and remembered for refunds.
import type { Earn, Id, Mult, Rat, RatBy } from '#loyalty/programme/types.ts';
import { spanOf } from '#loyalty/time/window.ts';
import { isScalar, lineField, matchesLine, numberField, fieldOf, type LineFields } from './event-view.ts';
import type { EarnFormula, Rate } from './earn-formula.ts';
import { quantityNow, type Quantity } from './formula.ts';
import { noteCredit, sumOfCredits } from './credits.ts';
import { nameOf, tally } from './output.ts';
import { creditUnit } from './purses.ts';
import { compareRates } from './rational.ts';
import { holdsIf, markMs, type Scene } from './scene.ts';
import type { Earning, LogEntry } from './state.ts';

/** What an effect belongs to: the rule, reward or tick, and the event (or a stand-in for a tick) that it reads amounts from. */
export interface Cause {
  readonly rule: Id;
  readonly entry: LogEntry;
  /** Absent when time caused it. */
  readonly eventId: string | undefined;
  /** What tells caps without a key apart; the rule when absent. A reward may have the id of a rule. */
  readonly owner?: string | undefined;
  /** Position of the effect in its list. */
  readonly effect: number;
}

export interface EarnPlan extends Quantity {
  readonly formula: EarnFormula;
  readonly capKeys: readonly string[];
}

/** What the effect would earn now; nothing is changed. */
export function planEarn(scene: Scene, earn: Earn, cause: Cause): EarnPlan {
  const fixed = FIXED.get(earn);
  if (fixed !== undefined) return { formula: fixed, capKeys: NO_CAPS, ...quantityNow(cause.entry, fixed) };
  const capKeys = (earn.cap ?? NO_CAPS).map(
    (cap) => cap.key ?? `${cause.owner ?? cause.rule}#${cause.effect}`,
  );
  const formula = formulaFor(scene, earn, cause, capKeys);
  if (isFixed(earn)) FIXED.set(earn, formula);
  return { formula, capKeys, ...quantityNow(cause.entry, formula) };
}

const NO_CAPS: readonly never[] = [];

/** Formulas that every event of an effect shares, remembered: nothing in them depends on the event. */
const FIXED = new WeakMap<Earn, EarnFormula>();

/** Whether nothing that the effect earns by depends on the event (besides its amount) or on the member. */
export function isFixed(earn: Earn): boolean {
  return (
    earn.mult === undefined && earn.times === undefined && earn.cap === undefined && earn.perLine !== true
  );
}

function formulaFor(scene: Scene, earn: Earn, cause: Cause, capKeys: readonly string[]): EarnFormula {
  const { lines } = cause.entry;
  // An event without lines has the rates that need none.
  const lineRates =
    lines.length > 0 && dependsOnLine(earn) ? lines.map((line) => ratesFor(scene, earn, line)) : undefined;
  return {
    per: earn.per,
    flat: earn.flat,
    times: earn.times === undefined ? 1 : timesOf(scene, earn.times),
    of: earn.of ?? 'net',
    lines: earn.lines,
    whole: earn.whole ?? false,
    perLine: earn.perLine === true && lines.length > 0,
    rates: lineRates === undefined ? ratesFor(scene, earn, undefined) : [],
    lineRates,
    maxPer: earn.maxPer,
    round: earn.round ?? 'floor',
    least: earn.least,
    room: roomOf(scene, earn, capKeys),
  };
}

/** Credits what was planned; `undefined` when it is nothing. */
export function creditEarning(scene: Scene, earn: Earn, cause: Cause, plan: EarnPlan): Earning | undefined {
  const { qty, formula, factors } = plan;
  if (qty <= 0) return undefined;
  const lot = creditUnit(scene, earn.to, qty, {
    kind: 'earn',
    eventId: cause.eventId,
    rule: cause.rule,
    factors,
    after: earn.after,
  });
  const credit = { atMs: scene.cut.atMs, sequence: cause.entry.sequence, qty };
  const credits = noteCredit(scene, earn.to, credit, plan.capKeys);
  if (cause.eventId !== undefined) {
    const { output } = scene.fold;
    tally(output.outcome, 'earned', nameOf(output, scene.programme, earn.to), qty);
  }
  return {
    programme: scene.programme.index,
    unit: earn.to,
    rule: cause.rule,
    definition: scene.version.hash,
    formula,
    lot,
    qty,
    credits,
  };
}

function timesOf(scene: Scene, field: string): number {
  return scene.event === undefined ? 0 : numberField(scene.event, field);
}

function roomOf(scene: Scene, earn: Earn, capKeys: readonly string[]): number | undefined {
  const caps = earn.cap ?? [];
  if (caps.length === 0) return undefined;
  const rooms = caps.map((cap, index) => {
    const span = spanOf(cap.win, scene.programme.zone, scene.cut, (mark) => markMs(scene, mark));
    return cap.max - sumOfCredits(scene.account.caps.get(capKeys[index]!), span, Infinity);
  });
  return Math.max(0, Math.min(...rooms));
}

function dependsOnLine(earn: Earn): boolean {
  return (earn.mult ?? []).some((mult) => {
    if (isRatBy(mult)) return readsLine(mult);
    return mult.lines !== undefined || readsLine(mult.x);
  });
}

function readsLine(rate: RatBy): boolean {
  return 'by' in rate && rate.by.startsWith('line.');
}

function isRatBy(mult: Mult): mult is RatBy {
  return Array.isArray(mult) || 'by' in mult;
}

/** The rates that apply, in declaration order; of those with the same `g` only the largest. */
function ratesFor(scene: Scene, earn: Earn, line: LineFields | undefined): readonly Rate[] {
  const rates: { rate: Rate; group: Id | undefined }[] = [];
  for (const mult of earn.mult ?? []) {
    if (isRatBy(mult)) rates.push({ rate: chosenRate(scene, mult, line), group: undefined });
    else if (
      holdsIf(scene, mult.if) &&
      (mult.lines === undefined || (line !== undefined && matchesLine(mult.lines, line)))
    ) {
      rates.push({ rate: chosenRate(scene, mult.x, line), group: mult.g });
    }
  }
  return rates
    .filter(({ group }, index) => group === undefined || largestOf(rates, group) === index)
    .map(({ rate }) => rate);
}

function largestOf(
  rates: readonly { readonly rate: Rate; readonly group: Id | undefined }[],
  group: Id,
): number {
  let best = -1;
  rates.forEach((entry, index) => {
    if (entry.group !== group) return;
    if (best === -1 || compareRates(entry.rate.value, rates[best]!.rate.value) > 0) best = index;
  });
  return best;
}

const ONE: Rat = [1, 1];

function chosenRate(scene: Scene, rate: RatBy, line: LineFields | undefined): Rate {
  if (!('by' in rate)) return { value: rate };
  const found = keyOf(scene, rate.by, line);
  const listed = found !== undefined && Object.hasOwn(rate.of, found) ? rate.of[found] : undefined;
  const value = listed ?? rate.else ?? ONE;
  return { value, by: [rate.by, found ?? ''] };
}

function keyOf(scene: Scene, by: string, line: LineFields | undefined): string | undefined {
  if (by.startsWith('tier:')) return scene.fold.ask.tier(scene, by.slice('tier:'.length)) ?? undefined;
  const value = by.startsWith('line.')
    ? line && lineField(line, by.slice('line.'.length))
    : scene.event && fieldOf(scene.event, by);
  return isScalar(value) ? String(value) : undefined;
}
