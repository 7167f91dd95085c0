// The public key of a P-256 scalar. WebCrypto has no call for it, and engines differ in whether they complete a private key by
// themselves. It takes as long as its bits say, so it is only for a key that its owner derives on their own device.
import { type Bytes, bytesFromHex, concatBytes, hexFromBytes } from '#base/bytes.ts';
import { assert } from '#base/assert.ts';

const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
export const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const GX = 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n;
const GY = 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n;

/** Jacobian coordinates: x = X / Z², y = Y / Z³; Z = 0 is the neutral point. */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

const NEUTRAL: Point = { x: 1n, y: 1n, z: 0n };
const BASE: Point = { x: GX, y: GY, z: 1n };

/** `scalar` times the base point, uncompressed: 65 bytes. 1 ≤ `scalar` < order. */
export function basePointTimes(scalar: bigint): Bytes {
  assert(scalar > 0n && scalar < P256_ORDER, 'a private key is within the order of the curve');
  let sum = NEUTRAL;
  for (const bit of scalar.toString(2)) {
    sum = double(sum);
    if (bit === '1') sum = add(sum, BASE);
  }
  return uncompressed(sum);
}

function double({ x, y, z }: Point): Point {
  if (z === 0n) return NEUTRAL;
  const zz = mod(z * z);
  const yy = mod(y * y);
  const s = mod(4n * x * yy);
  const m = mod(3n * (x - zz) * (x + zz));
  const nextX = mod(m * m - 2n * s);
  return { x: nextX, y: mod(m * (s - nextX) - 8n * yy * yy), z: mod(2n * y * z) };
}

/** `b` has z = 1. In a left-to-right ladder below the order the two are never the same or opposite points. */
function add(a: Point, b: Point): Point {
  if (a.z === 0n) return b;
  const zz = mod(a.z * a.z);
  const h = mod(b.x * zz - a.x);
  const r = mod(b.y * zz * a.z - a.y);
  if (h === 0n) return r === 0n ? double(a) : NEUTRAL;
  const hh = mod(h * h);
  const v = mod(a.x * hh);
  const x = mod(r * r - hh * h - 2n * v);
  return { x, y: mod(r * (v - x) - a.y * hh * h), z: mod(a.z * h) };
}

function uncompressed({ x, y, z }: Point): Bytes {
  const inverse = power(z, P - 2n);
  const squared = mod(inverse * inverse);
  return concatBytes(Uint8Array.of(4), field(mod(x * squared)), field(mod(y * squared * inverse)));
}

function field(value: bigint): Bytes {
  return bytesFromHex(value.toString(16).padStart(64, '0'))!;
}

export function bigintFromBytes(bytes: Bytes): bigint {
  return BigInt(`0x${hexFromBytes(bytes)}`);
}

export function scalarBytes(scalar: bigint): Bytes {
  return field(scalar);
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = mod(square * square))
    if ((rest & 1n) === 1n) result = mod(result * square);
  return result;
}

function mod(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}
