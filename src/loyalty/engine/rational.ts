// Exact arithmetic: integers checked against 2^53, fractions in BigInt, one rounding at the end (section 3.1).
import type { Round } from '#loyalty/programme/types.ts';
import { FoldRefusal } from './refusal.ts';

/** An exact fraction; `d` is positive. Never kept in the state: only numbers are. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

/** Returns the number, or refuses the fold: beyond 2^53 a double would be a wrong number. */
export function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new FoldRefusal('overflow', `${value} is no safe integer`);
  return value;
}

export function add(a: number, b: number): number {
  return safe(a + b);
}

export function fraction(n: number, d = 1): Fraction {
  return { n: BigInt(n), d: BigInt(d) };
}

export function sumFractions(a: Fraction, b: Fraction): Fraction {
  return a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

export function multiply(a: Fraction, [n, d]: readonly [number, number]): Fraction {
  return { n: a.n * BigInt(n), d: a.d * BigInt(d) };
}

export function smaller(a: Fraction, b: Fraction): Fraction {
  return a.n * b.d <= b.n * a.d ? a : b;
}

export function compareRates(a: readonly [number, number], b: readonly [number, number]): number {
  const left = BigInt(a[0]) * BigInt(b[1]);
  const right = BigInt(b[0]) * BigInt(a[1]);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function roundFraction(value: Fraction, round: Round = 'floor'): number {
  const floor = floorDivide(value.n, value.d);
  const twiceRest = 2n * (value.n - floor * value.d);
  if (twiceRest === 0n || round === 'floor') return safe(Number(floor));
  if (round === 'ceil') return safe(Number(floor + 1n));
  const up = twiceRest > value.d || (twiceRest === value.d && (round === 'half_up' || floor % 2n !== 0n));
  return safe(Number(up ? floor + 1n : floor));
}

/** floor(value * n / d) without an intermediate beyond what is exact; `d` positive. */
export function scaleFloor(value: number, n: number, d: number): number {
  const product = value * n;
  if (Number.isSafeInteger(product)) {
    const rest = product % d;
    return (product - rest) / d - (rest < 0 ? 1 : 0);
  }
  return safe(Number(floorDivide(BigInt(value) * BigInt(n), BigInt(d))));
}

function floorDivide(n: bigint, d: bigint): bigint {
  const quotient = n / d;
  return n % d < 0n ? quotient - 1n : quotient;
}

/**
 * Splits `total` over `weights` by largest remainder, ties to the earlier one; no share exceeds its weight when
 * `total` <= sum of weights.
 */
export function spread(total: number, weights: readonly number[]): number[] {
  const whole = weights.reduce(add, 0);
  if (whole === 0) return weights.map(() => 0);
  const shares = weights.map((weight) => scaleFloor(total, weight, whole));
  const rests = weights.map((weight) => Number((BigInt(total) * BigInt(weight)) % BigInt(whole)));
  let left = total - shares.reduce(add, 0);
  const order = weights.map((_, index) => index).sort((a, b) => rests[b]! - rests[a]! || a - b);
  for (const index of order) {
    if (left === 0) break;
    shares[index]! += 1;
    left -= 1;
  }
  return shares;
}
