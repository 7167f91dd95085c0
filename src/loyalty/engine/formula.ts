// How much a rule earns (README.md, "Numbers"): exact, rounded once, and recomputable later from what is left of the event.
import { measured } from './contribution.ts';
import type { EarnFormula, Rate } from './earn-formula.ts';
import { matchesLine } from './event-view.ts';
import type { Factor } from './outcome.ts';
import {
  add,
  fraction,
  multiply,
  roundFraction,
  scaleFloor,
  smaller,
  sumFractions,
  type Fraction,
} from './rational.ts';
import { leftNow, returnedShare, type LineLeft } from './returns.ts';
import type { LogEntry } from './state.ts';

export interface Quantity {
  readonly qty: number;
  readonly factors: readonly Factor[];
}

/** The f of README.md, "Refunds": the quantity that the formula gives for what is left of the event now. */
export function quantityNow(entry: LogEntry, formula: EarnFormula): Quantity {
  const lines = leftNow(entry).filter((left) => !left.gone && matchesLine(formula.lines, left.line));
  const nothingLeft = entry.lines.length === 0 ? entry.gone : lines.length === 0;
  if (nothingLeft) return { qty: 0, factors: [] };
  const factors: Factor[] = [];
  const rounded = formula.perLine
    ? lines.map((left) => roundedPart(entry, formula, [left], factors)).reduce(add, 0)
    : roundedPart(entry, formula, lines, factors);
  const qty = limited(formula, rounded, factors);
  // A list that was pushed to keeps room for more; postings stay for good.
  return { qty, factors: factors.slice() };
}

function limited(formula: EarnFormula, rounded: number, factors: Factor[]): number {
  let qty = rounded;
  if (formula.least !== undefined && qty < formula.least) {
    qty = formula.least;
    factors.push({ step: 'least', value: qty });
  }
  if (formula.room !== undefined && qty > formula.room) {
    qty = formula.room;
    factors.push({ step: 'cap', value: qty });
  }
  return qty;
}

/** One rounding: of the whole event, or of one line with `perLine`. */
function roundedPart(
  entry: LogEntry,
  formula: EarnFormula,
  lines: readonly LineLeft[],
  factors: Factor[],
): number {
  const exact =
    formula.per === undefined ? flatPart(formula, lines, factors) : perPart(entry, formula, lines, factors);
  const bounded = bound(entry, formula, lines, { exact, factors });
  const qty = roundFraction(bounded, formula.round);
  factors.push({ step: 'round', value: qty });
  return qty;
}

function flatPart(formula: EarnFormula, lines: readonly LineLeft[], factors: Factor[]): Fraction {
  const flat = formula.flat ?? 0;
  factors.push({ step: 'flat', value: flat });
  if (formula.times !== 1) factors.push({ step: 'times', value: formula.times });
  const rates =
    formula.lineRates === undefined ? formula.rates : (formula.lineRates[lines[0]?.index ?? 0] ?? []);
  return rated(multiply(fraction(flat), [formula.times, 1]), rates, factors);
}

function perPart(
  entry: LogEntry,
  formula: EarnFormula,
  lines: readonly LineLeft[],
  factors: Factor[],
): Fraction {
  if (formula.lineRates === undefined || entry.lines.length === 0) {
    return ratedBase(formula, baseOf(entry, formula, lines), { rates: formula.rates, factors });
  }
  // A rate that depends on the line: each line by its own rate, summed before the one rounding.
  return lines
    .map((left) => {
      const base = baseOf(entry, formula, [left]);
      return ratedBase(formula, base, {
        rates: formula.lineRates![left.index]!,
        factors,
        line: left.line.id,
      });
    })
    .reduce(sumFractions, fraction(0));
}

interface Rating {
  readonly rates: readonly Rate[];
  readonly factors: Factor[];
  readonly line?: string;
}

function ratedBase(formula: EarnFormula, base: number, { rates, factors, line }: Rating): Fraction {
  const [unit, gives] = formula.per!;
  factors.push({ step: 'base', value: base, ...(line !== undefined && { by: ['line', line] as const }) });
  const steps = formula.whole ? fraction(scaleFloor(base, 1, unit)) : fraction(base, unit);
  factors.push({ step: 'per', value: formula.per!, ...(formula.whole && { whole: true as const }) });
  return rated(multiply(steps, [gives, 1]), rates, factors);
}

function rated(value: Fraction, rates: readonly Rate[], factors: Factor[]): Fraction {
  let result = value;
  for (const rate of rates) {
    result = multiply(result, rate.value);
    factors.push({ step: 'mult', value: rate.value, ...(rate.by !== undefined && { by: rate.by }) });
  }
  return result;
}

function bound(
  entry: LogEntry,
  formula: EarnFormula,
  lines: readonly LineLeft[],
  { exact, factors }: { readonly exact: Fraction; readonly factors: Factor[] },
): Fraction {
  if (formula.maxPer === undefined) return exact;
  const [unit, gives] = formula.maxPer;
  const most = multiply(fraction(baseOf(entry, formula, lines), unit), [gives, 1]);
  const bounded = smaller(exact, most);
  if (bounded !== exact) factors.push({ step: 'maxPer', value: formula.maxPer });
  return bounded;
}

function baseOf(entry: LogEntry, formula: EarnFormula, lines: readonly LineLeft[]): number {
  const base = measured(formula.of, entry, lines);
  return formula.of === 'net' ? add(base, paidShare(entry, lines)) : base;
}

/** A unit with `earnOnPaid` earns on the part paid with it too. */
function paidShare(entry: LogEntry, lines: readonly LineLeft[]): number {
  let sum = 0;
  for (const payment of entry.payments) {
    if (!payment.earnOnPaid) continue;
    for (const { index, line } of lines) {
      const paid = payment.perLine[index]!;
      sum = add(sum, paid - returnedShare(paid, line, line.returnedMinor));
    }
  }
  return sum;
}
