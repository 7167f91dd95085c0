// Why a posting has its quantity: its factors, read back as the calculation they stand for (README.md, "Numbers").
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

/**
 * The quantity that factors explain, recomputed: parts of (base x per x mult ...) or (flat x times x mult ...), bounded by
 * `maxPer`, rounded, added up, then `least` and `cap`. `undefined` when they contradict themselves: a rounded value that is
 * not within 1 of its exact one, or factors in no order that the engine writes.
 */
export function explainedQuantity(factors: readonly Factor[]): number | undefined {
  let total = 0;
  let part: Part | undefined;
  for (const factor of factors) {
    if (factor.step === 'least' || factor.step === 'cap') {
      if (part !== undefined || typeof factor.value !== 'number') return undefined;
      total = factor.value;
    } else if (factor.step === 'round') {
      if (part === undefined || typeof factor.value !== 'number' || !roundsTo(exactOf(part), factor.value))
        return undefined;
      total = add(total, factor.value);
      part = undefined;
    } else {
      part = extend(part ?? { terms: [], bases: 0, bound: undefined }, factor);
    }
  }
  return part === undefined ? total : undefined;
}

interface Part {
  /** Summed before the one rounding: one per line when rates depend on the line. */
  readonly terms: readonly Fraction[];
  readonly bases: number;
  readonly bound: readonly [number, number] | undefined;
}

function extend(part: Part, { step, value, whole }: Factor): Part {
  if (step === 'base' || step === 'flat') {
    const bases = step === 'base' ? add(part.bases, value as number) : part.bases;
    return { ...part, terms: [...part.terms, fraction(value as number)], bases };
  }
  if (step === 'maxPer') return { ...part, bound: value as readonly [number, number] };
  const last = part.terms.at(-1) ?? fraction(1);
  return {
    ...part,
    terms: [...part.terms.slice(0, -1), scaled(last, step, { value, whole: whole === true })],
  };
}

function scaled(
  term: Fraction,
  step: Factor['step'],
  { value, whole }: { readonly value: Factor['value']; readonly whole: boolean },
): Fraction {
  if (typeof value === 'number') return multiply(term, [value, 1]);
  if (step !== 'per') return multiply(term, value);
  const [unit, gives] = value;
  const steps = whole ? fraction(scaleFloor(Number(term.n), 1, unit)) : multiply(term, [1, unit]);
  return multiply(steps, [gives, 1]);
}

function exactOf(part: Part): Fraction {
  const sum = part.terms.reduce(sumFractions, fraction(0));
  if (part.bound === undefined) return sum;
  const [unit, gives] = part.bound;
  return smaller(sum, multiply(fraction(part.bases, unit), [gives, 1]));
}

function roundsTo(exact: Fraction, rounded: number): boolean {
  return roundFraction(exact, 'floor') <= rounded && rounded <= roundFraction(exact, 'ceil');
}
