// Device keys from the dice instead of the system's chance: a seed gives the same devices, so the same ids and the same order.
import { p256 } from '@noble/curves/nist.js';
import type { Dice } from './dice.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const SECRET_BYTES = 32;

let dice: Dice | undefined;
const generateKey = crypto.subtle.generateKey.bind(crypto.subtle);

/** From now on every new signing key of this process comes from these dice. */
export function drawKeysFrom(next: Dice): void {
  dice = next;
  crypto.subtle.generateKey = drawKey as typeof crypto.subtle.generateKey;
}

async function drawKey(...args: Parameters<typeof generateKey>): Promise<CryptoKeyPair | CryptoKey> {
  const [algorithm, extractable] = args;
  if (dice === undefined || (algorithm as Algorithm).name !== 'ECDSA') return generateKey(...args);
  const secret = Uint8Array.from({ length: SECRET_BYTES }, () => dice!.below(256));
  // The order of the curve begins with 32 ones: any smaller first byte makes a valid key.
  secret[0] = 1 + (secret[0]! % 254);
  const point = p256.getPublicKey(secret, false);
  const half = (from: number): string => Buffer.from(point.slice(from, from + 32)).toString('base64url');
  const open = { kty: 'EC', crv: 'P-256', x: half(1), y: half(33) };
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey(
      'jwk',
      { ...open, d: Buffer.from(secret).toString('base64url') },
      P256,
      extractable,
      ['sign'],
    ),
    crypto.subtle.importKey('jwk', open, P256, true, ['verify']),
  ]);
  return { privateKey, publicKey };
}
