import { type Bytes, bytesFromText, hexFromBytes } from './bytes.ts';

/** Hex SHA-256 (FIPS 180-4) of a text in UTF-8. Synchronous, because the loyalty fold may not wait for WebCrypto. */
export function sha256HexOfText(text: string): string {
  return hexFromBytes(sha256(bytesFromText(text)));
}

/** SHA-256 (FIPS 180-4). For hashes that a pure function needs; signatures and MACs stay with WebCrypto. */
export function sha256(message: Uint8Array): Bytes {
  const padded = pad(message);
  const hash = Uint32Array.from(INITIAL);
  const schedule = new Uint32Array(64);
  for (let block = 0; block < padded.length; block += 64)
    compress(hash, schedule, padded.subarray(block, block + 64));
  const digest = new Uint8Array(32);
  const view = new DataView(digest.buffer);
  hash.forEach((word, index) => view.setUint32(4 * index, word));
  return digest;
}

/** One bit 1, zeros, then the length in bits as 64-bit big-endian: a whole number of 64-byte blocks. */
function pad(message: Uint8Array): Uint8Array {
  const blocks = Math.ceil((message.length + 9) / 64);
  const padded = new Uint8Array(blocks * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
  return padded;
}

function compress(hash: Uint32Array, schedule: Uint32Array, block: Uint8Array): void {
  expand(schedule, block);
  let [a, b, c, d, e, f, g, h] = hash as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let i = 0; i < 64; i++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + sum1 + choice + ROUNDS[i]! + schedule[i]!) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + sum0 + majority) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (hash[index] = (hash[index]! + word) | 0));
}

function expand(schedule: Uint32Array, block: Uint8Array): void {
  const view = new DataView(block.buffer, block.byteOffset, 64);
  for (let i = 0; i < 16; i++) schedule[i] = view.getUint32(4 * i);
  for (let i = 16; i < 64; i++) {
    const early = schedule[i - 15]!;
    const late = schedule[i - 2]!;
    const mix0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const mix1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[i] = (schedule[i - 16]! + mix0 + schedule[i - 7]! + mix1) | 0;
  }
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** First 32 bits of the fractional parts of the `power`-th roots of the first `count` primes (the standard's constants). */
function primeRoots(count: number, power: 2n | 3n): readonly number[] {
  const words: number[] = [];
  for (let n = 2n; words.length < count; n++) {
    if (isPrime(n)) words.push(Number(integerRoot(n << (32n * power), power) & 0xffffffffn));
  }
  return words;
}

function isPrime(n: bigint): boolean {
  for (let d = 2n; d * d <= n; d++) if (n % d === 0n) return false;
  return true;
}

function integerRoot(n: bigint, power: bigint): bigint {
  let low = 0n;
  let high = 1n << 48n;
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** power <= n) low = middle;
    else high = middle - 1n;
  }
  return low;
}

const INITIAL = primeRoots(8, 2n);
const ROUNDS = primeRoots(64, 3n);
