// Exact arithmetic (README.md, "Numbers"): integers checked against 2^53, fractions in BigInt where numbers do not reach, one
// rounding at the end.
import type { Round } from '#loyalty/programme/types.ts';
import { FoldRefusal } from './refusal.ts';

/** An exact fraction; `d` is positive. In numbers while both are safe integers, else in BigInt. Never kept in the state. */
export type Fraction = Small | Big;

interface Small {
  readonly n: number;
  readonly d: number;
}

interface Big {
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
  return { n: safe(n), d: safe(d) };
}

export function sumFractions(a: Fraction, b: Fraction): Fraction {
  if (isSmall(a) && isSmall(b)) {
    const sum = a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
    if (isExact(sum) && (a.d === b.d || (Number.isSafeInteger(a.n * b.d) && Number.isSafeInteger(b.n * a.d))))
      return sum;
  }
  const [x, y] = [big(a), big(b)];
  return x.d === y.d ? { n: x.n + y.n, d: x.d } : { n: x.n * y.d + y.n * x.d, d: x.d * y.d };
}

export function multiply(a: Fraction, [n, d]: readonly [number, number]): Fraction {
  if (isSmall(a)) {
    const product = { n: a.n * n, d: a.d * d };
    if (isExact(product)) return product;
  }
  const x = big(a);
  return { n: x.n * BigInt(n), d: x.d * BigInt(d) };
}

export function smaller(a: Fraction, b: Fraction): Fraction {
  return isAtMost(a, b) ? a : b;
}

function isAtMost(a: Fraction, b: Fraction): boolean {
  if (isSmall(a) && isSmall(b)) {
    const [left, right] = [a.n * b.d, b.n * a.d];
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left <= right;
  }
  const [x, y] = [big(a), big(b)];
  return x.n * y.d <= y.n * x.d;
}

export function compareRates(a: readonly [number, number], b: readonly [number, number]): number {
  const [left, right] = [fraction(...a), fraction(...b)];
  return isAtMost(left, right) ? (isAtMost(right, left) ? 0 : -1) : 1;
}

export function roundFraction(value: Fraction, round: Round = 'floor'): number {
  if (isSmall(value)) {
    const floor = scaleFloor(value.n, 1, value.d);
    const rest = value.n - floor * value.d;
    if (rest === 0 || round === 'floor') return safe(floor);
    // Twice the rest may be no safe integer; the other side of the comparison never is larger than `d`.
    return safe(floor + (roundsUp(rest - (value.d - rest), floor % 2 !== 0, round) ? 1 : 0));
  }
  const floor = floorDivide(value.n, value.d);
  const rest = value.n - floor * value.d;
  if (rest === 0n || round === 'floor') return safe(Number(floor));
  const side = 2n * rest - value.d;
  const up = roundsUp(side > 0n ? 1 : side < 0n ? -1 : 0, floor % 2n !== 0n, round);
  return safe(Number(up ? floor + 1n : floor));
}

/** `side`: negative below one half, 0 at it. */
function roundsUp(side: number, floorIsOdd: boolean, round: Round): boolean {
  if (round === 'ceil') return true;
  return side > 0 || (side === 0 && (round === 'half_up' || floorIsOdd));
}

function isSmall(value: Fraction): value is Small {
  return typeof value.n === 'number';
}

function isExact({ n, d }: Small): boolean {
  return Number.isSafeInteger(n) && Number.isSafeInteger(d);
}

function big({ n, d }: Fraction): Big {
  return { n: BigInt(n), d: BigInt(d) };
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

function remainder(value: number, n: number, d: number): number {
  const product = value * n;
  return Number.isSafeInteger(product) ? product % d : Number((BigInt(value) * BigInt(n)) % BigInt(d));
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
  const rests = weights.map((weight) => remainder(total, weight, whole));
  let left = total - shares.reduce(add, 0);
  const order = weights.map((_, index) => index).sort((a, b) => rests[b]! - rests[a]! || a - b);
  for (const index of order) {
    if (left === 0) break;
    shares[index]! += 1;
    left -= 1;
  }
  return shares;
}
