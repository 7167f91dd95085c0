// An encrypted backup: one random key for the contents, wrapped once for each secret that may open the file.
import { type Bytes, bytesFromText, concatBytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import { type Cbor, decodeCbor, encodeCbor } from './cbor.ts';
import type { CborLimits } from './cbor-scan.ts';
import { deriveFromSecret } from './recovery-key.ts';

/** What may open a backup: the 16 bytes of a recovery code, or a passphrase. */
export type BackupSecret =
  | { readonly kind: 'code'; readonly secret: Bytes }
  | { readonly kind: 'passphrase'; readonly text: string };

export interface BackupFault {
  readonly kind:
    /** Not a backup of ours at all. */
    | 'backup_unreadable'
    /** Made by a newer version of the app. */
    | 'backup_newer'
    /** No secret of this kind opens it, or it was altered. */
    | 'backup_wrong_secret'
    /** The secret is right, and the contents are cut off or altered. */
    | 'backup_damaged';
}

/** The newest that is read. A file is of the oldest version that has room for what is in it, so that older apps read it too. */
export const BACKUP_VERSION = 2;
export const MAX_BACKUP_BYTES = 32 * 1024 * 1024;
/** OWASP's floor of 2023 for PBKDF2-HMAC-SHA-256. */
export const PASSPHRASE_ROUNDS = 600_000;
/** A file may not make a phone compute for minutes. */
const MAX_ROUNDS = 2_000_000;
const MIN_ROUNDS = 100_000;
const MAX_RECIPIENTS = 4;
const MAGIC = bytesFromText('TESSERA-BACKUP\n');
const WRAP_AAD = bytesFromText('tessera backup key v1');
const KDF_CODE = 1;
const KDF_PASSPHRASE = 2;
const KEY_BYTES = 32;
const IV_BYTES = 12;
const SALT_BYTES = 16;
const TAG_BYTES = 16;
const OUTER: CborLimits = { maxBytes: MAX_BACKUP_BYTES, maxDepth: 1, maxItems: 3 };
const HEADER: CborLimits = { maxBytes: 2_048, maxDepth: 4, maxItems: 64 };

/** Header: 0 version, 1 iv of the contents, 2 recipients [kdf, rounds, salt, iv, wrapped key]. */
interface Header {
  readonly version: number;
  readonly iv: Bytes;
  readonly recipients: readonly Recipient[];
}

interface Recipient {
  readonly kdf: number;
  /** 0 for a code: its 128 bits need no slowing down. */
  readonly rounds: number;
  readonly salt: Bytes;
  readonly iv: Bytes;
  readonly wrapped: Bytes;
}

export interface BackupPlain {
  readonly contents: Bytes;
  /** Of what is in it; an app that knows only older ones says `backup_newer`. */
  readonly version: number;
}

/** `random` gives fresh bytes; at least one secret. The header is authenticated with the contents. */
export async function sealBackup(
  { contents, version }: BackupPlain,
  secrets: readonly BackupSecret[],
  random: (length: number) => Bytes,
): Promise<Bytes> {
  const dek = random(KEY_BYTES);
  const recipients: Recipient[] = [];
  for (const secret of secrets) {
    const base = {
      kdf: secret.kind === 'code' ? KDF_CODE : KDF_PASSPHRASE,
      rounds: secret.kind === 'code' ? 0 : PASSPHRASE_ROUNDS,
      salt: random(SALT_BYTES),
      iv: random(IV_BYTES),
    };
    const key = await wrappingKey(secret, base);
    recipients.push({ ...base, wrapped: await encrypt(key, dek, { iv: base.iv, aad: WRAP_AAD }) });
  }
  const iv = random(IV_BYTES);
  const header = headerBytes({ version, iv, recipients });
  const sealed = await encrypt(dek, contents, { iv, aad: header });
  return concatBytes(MAGIC, encodeCbor([header, sealed]));
}

/** Every byte of the file is checked: what opens is what was sealed. Refusals: `BackupFault`. */
export async function openBackup(file: Bytes, secret: BackupSecret): Promise<Result<Bytes, BackupFault>> {
  const parts = partsFrom(file);
  if (!parts.ok) return parts;
  const { header, headerBytes: aad, sealed } = parts.value;
  const kdf = secret.kind === 'code' ? KDF_CODE : KDF_PASSPHRASE;
  for (const recipient of header.recipients.filter((one) => one.kdf === kdf)) {
    const key = await wrappingKey(secret, recipient);
    const dek = await decrypt(key, recipient.wrapped, { iv: recipient.iv, aad: WRAP_AAD });
    if (dek === undefined) continue;
    const contents = await decrypt(dek, sealed, { iv: header.iv, aad });
    return contents === undefined ? err({ kind: 'backup_damaged' }) : ok(contents);
  }
  return err({ kind: 'backup_wrong_secret' });
}

interface Parts {
  readonly header: Header;
  readonly headerBytes: Bytes;
  readonly sealed: Bytes;
}

/** The bounds of every parameter are judged before anything is computed with it. */
function partsFrom(file: Bytes): Result<Parts, BackupFault> {
  const isOurs = file.length <= MAX_BACKUP_BYTES && MAGIC.every((byte, index) => file[index] === byte);
  if (!isOurs) return err({ kind: 'backup_unreadable' });
  const outer = decodeCbor(file.subarray(MAGIC.length), OUTER);
  if (!outer.ok) return err({ kind: 'backup_damaged' });
  const [header, sealed]: readonly Cbor[] = Array.isArray(outer.value) ? outer.value : [];
  if (!(header instanceof Uint8Array) || !(sealed instanceof Uint8Array) || sealed.length < TAG_BYTES)
    return err({ kind: 'backup_damaged' });
  const read = headerFrom(header);
  return read.ok ? ok({ header: read.value, headerBytes: header, sealed }) : read;
}

function headerFrom(bytes: Bytes): Result<Header, BackupFault> {
  const decoded = decodeCbor(bytes, HEADER);
  if (!decoded.ok || !(decoded.value instanceof Map)) return err({ kind: 'backup_damaged' });
  const fields: ReadonlyMap<number | string, Cbor> = decoded.value;
  const version = fields.get(0);
  if (typeof version === 'number' && version > BACKUP_VERSION) return err({ kind: 'backup_newer' });
  const [iv, list] = [fields.get(1), fields.get(2)];
  const recipients = Array.isArray(list) ? (list as readonly Cbor[]).map(recipientFrom) : [];
  const isSound =
    typeof version === 'number' &&
    version >= 1 &&
    fields.size === 3 &&
    isBytes(iv, IV_BYTES) &&
    recipients.length > 0 &&
    recipients.length <= MAX_RECIPIENTS;
  const known = recipients.filter((one) => one !== undefined);
  if (!isSound || known.length !== recipients.length) return err({ kind: 'backup_damaged' });
  return ok({ version, iv, recipients: known });
}

function recipientFrom(value: Cbor): Recipient | undefined {
  if (!Array.isArray(value) || value.length !== 5) return undefined;
  const [kdf, rounds, salt, iv, wrapped]: Cbor[] = value;
  const slow = typeof rounds === 'number' && rounds >= MIN_ROUNDS && rounds <= MAX_ROUNDS;
  const fits = (kdf === KDF_CODE && rounds === 0) || (kdf === KDF_PASSPHRASE && slow);
  if (!fits || !isBytes(salt, SALT_BYTES) || !isBytes(iv, IV_BYTES)) return undefined;
  return isBytes(wrapped, KEY_BYTES + TAG_BYTES)
    ? { kdf: kdf as number, rounds: rounds as number, salt, iv, wrapped }
    : undefined;
}

function isBytes(value: Cbor | undefined, length: number): value is Bytes {
  return value instanceof Uint8Array && value.length === length;
}

function headerBytes({ version, iv, recipients }: Header): Bytes {
  const list = recipients.map((one): Cbor => [one.kdf, one.rounds, one.salt, one.iv, one.wrapped]);
  return encodeCbor(
    new Map<number, Cbor>([
      [0, version],
      [1, iv],
      [2, list],
    ]),
  );
}

async function wrappingKey(
  secret: BackupSecret,
  { salt, rounds }: Pick<Recipient, 'salt' | 'rounds'>,
): Promise<Bytes> {
  // The salt keeps two files of one code from sharing a key.
  if (secret.kind === 'code') {
    const own = await deriveFromSecret(secret.secret, 'backup', KEY_BYTES);
    return deriveFromSecret(concatBytes(own, salt), 'backup file', KEY_BYTES);
  }
  const { subtle } = globalThis.crypto;
  const text = bytesFromText(secret.text.normalize('NFKC'));
  const key = await subtle.importKey('raw', text, 'PBKDF2', false, ['deriveBits']);
  const from = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  return new Uint8Array(await subtle.deriveBits(from, key, KEY_BYTES * 8));
}

interface AesCall {
  readonly iv: Bytes;
  readonly aad: Bytes;
}

async function encrypt(key: Bytes, plain: Bytes, { iv, aad }: AesCall): Promise<Bytes> {
  const { subtle } = globalThis.crypto;
  const imported = await subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  return new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: aad }, imported, plain));
}

/** `undefined` when the tag does not fit. */
async function decrypt(key: Bytes, sealed: Bytes, { iv, aad }: AesCall): Promise<Bytes | undefined> {
  const { subtle } = globalThis.crypto;
  const imported = await subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  try {
    return new Uint8Array(
      await subtle.decrypt({ name: 'AES-GCM', iv, additionalData: aad }, imported, sealed),
    );
  } catch {
    // WebCrypto tells a wrong tag only by throwing.
    return undefined;
  }
}
