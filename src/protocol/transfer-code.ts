import type { Bytes } from '#base/bytes.ts';
import { base32FromBytes, bytesFromBase32 } from './base32.ts';
import { sha256 } from './digest.ts';

/** 128 bits, so that no slow key derivation is needed. */
export const TRANSFER_SECRET_BYTES = 16;
const SECRET_LETTERS = 26;
const GROUP = 4;

/** What a person reads out or types: 26 letters of base32 and one that proves them, in groups of four. */
export async function transferCode(secret: Bytes): Promise<string> {
  const letters = base32FromBytes(secret) + (await checkLetter(secret));
  return letters.match(new RegExp(`.{1,${GROUP}}`, 'g'))!.join('-');
}

/** Inverse of `transferCode`, forgiving about case, gaps and digits that look like letters; `undefined`: mistyped. */
export async function transferSecret(typed: string): Promise<Bytes | undefined> {
  const letters = typed
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .replaceAll('0', 'O')
    .replaceAll('1', 'I')
    .replaceAll('8', 'B');
  const secret = bytesFromBase32(letters.slice(0, SECRET_LETTERS));
  if (letters.length !== SECRET_LETTERS + 1 || !secret.ok) return undefined;
  return letters.endsWith(await checkLetter(secret.value)) ? secret.value : undefined;
}

async function checkLetter(secret: Bytes): Promise<string> {
  return base32FromBytes(await sha256(secret))[0]!;
}
