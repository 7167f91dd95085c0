// Decompression of P-256 points (SEC1 2.3.4). Ours, because WebKit does not promise to import compressed keys.
import { type Bytes, bytesFromHex, concatBytes, hexFromBytes } from '#base/bytes.ts';
import type { PublicKey } from './messages.ts';

const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** The 65-byte uncompressed form, or `undefined` when the 33 bytes name no point of the curve. */
export function uncompressPoint(key: PublicKey): Bytes | undefined {
  const sign = key[0];
  if (key.length !== 33 || (sign !== 2 && sign !== 3)) return undefined;
  const x = BigInt(`0x${hexFromBytes(key.subarray(1))}`);
  if (x >= P) return undefined;
  const square = (x * x * x - 3n * x + B) % P;
  const root = power(square < 0n ? square + P : square, (P + 1n) / 4n);
  if ((root * root - square) % P !== 0n) return undefined;
  const y = (root & 1n) === BigInt(sign & 1) ? root : P - root;
  const yBytes = bytesFromHex(y.toString(16).padStart(64, '0'));
  return yBytes === undefined ? undefined : concatBytes(Uint8Array.of(4), key.subarray(1), yBytes);
}

export function compressPoint(uncompressed: Bytes): PublicKey {
  return concatBytes(Uint8Array.of(2 + (uncompressed[64]! & 1)), uncompressed.subarray(1, 33));
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % P) {
    if ((rest & 1n) === 1n) result = (result * square) % P;
  }
  return result;
}
