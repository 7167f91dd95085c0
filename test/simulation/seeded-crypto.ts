// Cryptography that a seed repeats: keys from the dice, signatures without chance of their own, and every answer at once. The
// system's own comes from a pool of threads, in another order each time, and signs differently each time.
import { createECDH, createHmac, createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { type Bytes, bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { createDice, type Dice } from './dice.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
/** The order of the curve's base point (SEC 2, 2.4.2). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SECRET_BYTES = 32;

/** What stands behind a key object. A key that is used for one check and then forgotten is nothing else. */
interface Key {
  readonly type: 'private' | 'public';
  /** 65 bytes, uncompressed. */
  readonly point: Bytes;
  readonly secret?: Bytes;
}

const { subtle } = crypto;
const system = {
  digest: subtle.digest.bind(subtle),
  exportKey: subtle.exportKey.bind(subtle) as (format: KeyFormat, key: CryptoKey) => Promise<unknown>,
  generateKey: subtle.generateKey.bind(subtle),
  importKey: subtle.importKey.bind(subtle),
  sign: subtle.sign.bind(subtle),
  verify: subtle.verify.bind(subtle),
};
const known = new WeakMap<object, Key>();
/** The same message is checked again and again, on its way back and by every reader. */
const checked = new Map<string, boolean>();
/** Keys that have signed. */
const proved = new Set<string>();
const opened = new Map<string, KeyObject>();
const curve = createECDH('prime256v1');
let dice = createDice(0);

/** From now on every new signing key of this process comes from these dice. */
export function drawKeysFrom(next: Dice): void {
  dice = next;
  checked.clear();
  proved.clear();
  opened.clear();
  const answering = {
    digest: digestNow,
    exportKey,
    generateKey,
    importKey,
    sign: signNow,
    verify: verifyNow,
  };
  Object.assign(subtle, answering);
}

async function digestNow(...[algorithm, data]: Parameters<typeof system.digest>): Promise<ArrayBuffer> {
  if (algorithm !== 'SHA-256') return system.digest(algorithm, data);
  return Uint8Array.from(sha256(bytesOf(data))).buffer;
}

async function generateKey(...args: Parameters<typeof system.generateKey>): Promise<unknown> {
  const [algorithm, extractable] = args;
  if (!isEcdsa(algorithm)) return system.generateKey(...args);
  const secret = Uint8Array.from({ length: SECRET_BYTES }, () => dice.below(256));
  // The order of the curve begins with 32 ones: any smaller first byte makes a valid key.
  secret[0] = 1 + (secret[0]! % 254);
  const open = jwkOf(multiplyBase(secret));
  const closed = { ...open, d: Buffer.from(secret).toString('base64url') };
  return {
    privateKey: await importJwk(closed, extractable, ['sign']),
    publicKey: await importJwk(open, true, ['verify']),
  };
}

async function importKey(...args: Parameters<typeof system.importKey>): Promise<unknown> {
  const [format, material, algorithm, extractable, usages] = args as unknown as [
    string,
    JsonWebKey | BufferSource,
    AlgorithmIdentifier,
    boolean,
    readonly KeyUsage[],
  ];
  if (!isEcdsa(algorithm)) return system.importKey(...args);
  if (format !== 'raw') return importJwk(material as JsonWebKey, extractable, usages);
  const key: Key = { type: 'public', point: Uint8Array.from(bytesOf(material as BufferSource)) };
  known.set(key, key);
  return key;
}

async function importJwk(
  jwk: JsonWebKey,
  extractable: boolean,
  usages: readonly KeyUsage[],
): Promise<CryptoKey> {
  const key = await system.importKey('jwk', jwk, P256, extractable, usages);
  const [x, y] = [Buffer.from(jwk.x!, 'base64url'), Buffer.from(jwk.y!, 'base64url')];
  const point = Uint8Array.from([4, ...x, ...y]);
  const secret = jwk.d === undefined ? {} : { secret: Uint8Array.from(Buffer.from(jwk.d, 'base64url')) };
  known.set(key, { type: key.type as Key['type'], point, ...secret });
  return key;
}

async function exportKey(format: KeyFormat, key: CryptoKey): Promise<unknown> {
  const point = known.get(key)?.point;
  return format === 'raw' && point !== undefined ? point.slice().buffer : system.exportKey(format, key);
}

/** ECDSA with a nonce made of the key and the message, as RFC 6979 asks; the system's signatures differ each time. */
async function signNow(...args: Parameters<typeof system.sign>): Promise<ArrayBuffer> {
  const [algorithm, key, data] = args;
  if (!isEcdsa(algorithm)) return system.sign(...args);
  const { point, secret } = known.get(key)!;
  const digest = sha256(bytesOf(data));
  const nonce = createHmac('sha256', secret!).update(digest).digest();
  nonce[0]! %= 255;
  const r = numberOf(multiplyBase(nonce).subarray(1, 33)) % ORDER;
  const s = (inverse(numberOf(nonce)) * (numberOf(digest) + r * numberOf(secret!))) % ORDER;
  const signature = bytesFromHex([r, s].map((part) => part.toString(16).padStart(64, '0')).join(''))!;
  // What was made by the key's secret holds by its point; the first of each key is put to the proof.
  const name = nameOf(point, signature, bytesOf(data));
  if (proved.has(hexFromBytes(point))) checked.set(name, true);
  proved.add(hexFromBytes(point));
  return signature.buffer;
}

async function verifyNow(...args: Parameters<typeof system.verify>): Promise<boolean> {
  const [algorithm, key, signature, data] = args;
  if (!isEcdsa(algorithm)) return system.verify(...args);
  const { point } = known.get(key)!;
  const [by, signed] = [bytesOf(signature), bytesOf(data)];
  const name = nameOf(point, by, signed);
  const holds =
    checked.get(name) ?? verify('sha256', signed, { key: openKey(point), dsaEncoding: 'ieee-p1363' }, by);
  checked.set(name, holds);
  return holds;
}

function sha256(bytes: Buffer): Buffer {
  return hash('sha256', bytes, 'buffer');
}

/** One character per byte: nothing is quicker to make. Key and signature have one length each. */
function nameOf(...parts: readonly Uint8Array[]): string {
  return parts
    .map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1'))
    .join('');
}

function isEcdsa(algorithm: unknown): boolean {
  return (algorithm as { readonly name?: string }).name === 'ECDSA';
}

function openKey(point: Bytes): KeyObject {
  const name = hexFromBytes(point);
  const key = opened.get(name) ?? createPublicKey({ key: jwkOf(point), format: 'jwk' });
  opened.set(name, key);
  return key;
}

function multiplyBase(factor: Uint8Array): Bytes {
  curve.setPrivateKey(factor);
  return Uint8Array.from(curve.getPublicKey());
}

/** By Euclid: 1/value modulo the order. */
function inverse(value: bigint): bigint {
  let [a, b, x, y] = [value % ORDER, ORDER, 1n, 0n];
  while (a > 1n) {
    const quotient = b / a;
    [a, b, x, y] = [b % a, a, y - quotient * x, x];
  }
  return ((x % ORDER) + ORDER) % ORDER;
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function jwkOf(point: Bytes) {
  const half = (from: number): string => Buffer.from(point.slice(from, from + 32)).toString('base64url');
  return { kty: 'EC', crv: 'P-256', x: half(1), y: half(33) };
}

function bytesOf(data: BufferSource): Buffer {
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}
