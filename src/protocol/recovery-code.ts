// The one secret a person keeps on paper: 128 random bits as 26 characters, and two that catch a slip of the pen.
import { type Bytes, bytesFromText, concatBytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import { sha256 } from './digest.ts';

export interface RecoveryCodeFault {
  readonly kind: 'recovery_code_incomplete' | 'recovery_code_mistyped';
}

export const RECOVERY_SECRET_BYTES = 16;
/** Crockford's base32: no I, L, O, U, so that nobody mistypes a code read aloud. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SECRET_CHARACTERS = 26;
const CHECK_CHARACTERS = 2;
const GROUP = 4;
const CHECK_DOMAIN = 'tessera recovery check v1';
/** What the code's QR symbol begins with: a scanner knows it from a till's code. */
const QR_PREFIX = 'TESSERA-RECOVERY:';

/** As it is written down: seven groups of four, e.g. `7F3A-91C2-…`. `secret`: 16 random bytes. */
export async function recoveryCodeFrom(secret: Bytes): Promise<string> {
  const characters = charactersFrom(secret) + (await checkOf(secret));
  return characters.match(new RegExp(`.{${GROUP}}`, 'g'))!.join('-');
}

/** What the printed QR symbol holds. */
export function recoveryQrText(code: string): string {
  return QR_PREFIX + code.replaceAll('-', '');
}

/**
 * The secret of a code that somebody typed or scanned: any case, any spaces and dashes, O for 0, I and L for 1.
 * Refusals: `recovery_code_incomplete` (too few or too many characters), `recovery_code_mistyped`.
 */
export async function readRecoveryCode(text: string): Promise<Result<Bytes, RecoveryCodeFault>> {
  const characters = normalised(text);
  if (characters.length !== SECRET_CHARACTERS + CHECK_CHARACTERS)
    return err({ kind: 'recovery_code_incomplete' });
  const secret = secretFrom(characters.slice(0, SECRET_CHARACTERS));
  const matches = secret !== undefined && (await checkOf(secret)) === characters.slice(SECRET_CHARACTERS);
  return matches ? ok(secret) : err({ kind: 'recovery_code_mistyped' });
}

function normalised(text: string): string {
  const upper = text.trim().toUpperCase();
  const bare = upper.startsWith(QR_PREFIX) ? upper.slice(QR_PREFIX.length) : upper;
  return bare.replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

function charactersFrom(secret: Bytes): string {
  // 130 bits: the secret and two zeros.
  let rest = secret.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) << 2n;
  let characters = '';
  for (let index = 0; index < SECRET_CHARACTERS; index++, rest >>= 5n)
    characters = ALPHABET[Number(rest & 31n)]! + characters;
  return characters;
}

/** `undefined` for a character outside the alphabet, and for bits behind the secret. */
function secretFrom(characters: string): Bytes | undefined {
  let value = 0n;
  for (const character of characters) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return undefined;
    value = (value << 5n) | BigInt(digit);
  }
  if ((value & 3n) !== 0n) return undefined;
  const secret = new Uint8Array(RECOVERY_SECRET_BYTES);
  for (let index = RECOVERY_SECRET_BYTES - 1, rest = value >> 2n; index >= 0; index--, rest >>= 8n)
    secret[index] = Number(rest & 255n);
  return secret;
}

/** Ten bits of a hash: one slip in a thousand goes unseen here, and then fits no member. */
async function checkOf(secret: Bytes): Promise<string> {
  const hash = await sha256(concatBytes(bytesFromText(CHECK_DOMAIN), secret));
  const bits = (hash[0]! << 2) | (hash[1]! >> 6);
  return ALPHABET[bits >> 5]! + ALPHABET[bits & 31]!;
}
