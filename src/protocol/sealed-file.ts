// A file that only its code opens: AES-256-GCM under a key that HKDF draws from 128 random bits. Its head says how, and is
// authenticated with the rest, so that no parameter can be exchanged.
import type { Bytes } from '#base/bytes.ts';
import type { Random } from '#base/ports.ts';
import { type Result, err, ok } from '#base/result.ts';
import { type Cbor, type CborMap, decodeCbor, encodeCbor } from './cbor.ts';
import { TRANSFER_SECRET_BYTES } from './transfer-code.ts';

export type SealedFileRefusal =
  /** No file of this kind, damaged, or of a newer version. */
  | { readonly kind: 'transfer_unreadable' }
  /** Another code sealed it, or somebody changed it. */
  | { readonly kind: 'transfer_code_wrong' };

/** Far above a till's month; asked before anything is allocated. */
export const MAX_SEALED_BYTES = 24 * 1024 * 1024;
const LIMITS = { maxBytes: MAX_SEALED_BYTES, maxDepth: 1, maxItems: 16 };

const VERSION = 1;
/** HKDF-SHA-256 over the code's 16 bytes. The only one: a code that is random needs no slow derivation. */
const KDF_HKDF_SHA256 = 1;
const LABEL = { purpose: 0, version: 1, kdf: 2, salt: 3, iv: 4, sealed: 5 } as const;
const SALT_BYTES = 16;
const IV_BYTES = 12;

export interface SealedFile {
  readonly file: Bytes;
  /** Shown once and kept nowhere. */
  readonly secret: Bytes;
}

/** `purpose` is part of the key: a file of one kind never opens as another. */
export async function sealFile(purpose: string, content: Bytes, random: Random): Promise<SealedFile> {
  const secret = random.bytes(TRANSFER_SECRET_BYTES);
  const salt = random.bytes(SALT_BYTES);
  const iv = random.bytes(IV_BYTES);
  const head: [number, Cbor][] = [
    [LABEL.purpose, purpose],
    [LABEL.version, VERSION],
    [LABEL.kdf, KDF_HKDF_SHA256],
    [LABEL.salt, salt],
    [LABEL.iv, iv],
  ];
  const additionalData = encodeCbor(new Map(head));
  const key = await keyFrom(secret, salt, purpose);
  const sealed = await globalThis.crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData },
    key,
    content,
  );
  return { file: encodeCbor(new Map([...head, [LABEL.sealed, new Uint8Array(sealed)]])), secret };
}

export async function openSealedFile(
  purpose: string,
  file: Bytes,
  secret: Bytes,
): Promise<Result<Bytes, SealedFileRefusal>> {
  const decoded = decodeCbor(file, LIMITS);
  const parts = decoded.ok && decoded.value instanceof Map ? partsOf(decoded.value, purpose) : undefined;
  if (parts === undefined) return err({ kind: 'transfer_unreadable' });
  const { head, salt, iv, sealed } = parts;
  const key = await keyFrom(secret, salt, purpose);
  try {
    const additionalData = encodeCbor(head);
    const opened = await globalThis.crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData },
      key,
      sealed,
    );
    return ok(new Uint8Array(opened));
  } catch {
    return err({ kind: 'transfer_code_wrong' });
  }
}

function partsOf(map: CborMap, purpose: string) {
  const salt = map.get(LABEL.salt);
  const iv = map.get(LABEL.iv);
  const sealed = map.get(LABEL.sealed);
  const isOurs =
    map.size === 6 &&
    map.get(LABEL.purpose) === purpose &&
    map.get(LABEL.version) === VERSION &&
    map.get(LABEL.kdf) === KDF_HKDF_SHA256;
  if (!isOurs || !isBytes(salt, SALT_BYTES) || !isBytes(iv, IV_BYTES) || !(sealed instanceof Uint8Array))
    return undefined;
  const head = new Map([...map].filter(([label]) => label !== LABEL.sealed));
  return { head, salt, iv, sealed };
}

function isBytes(value: Cbor | undefined, length: number): value is Bytes {
  return value instanceof Uint8Array && value.length === length;
}

async function keyFrom(secret: Bytes, salt: Bytes, purpose: string) {
  const { subtle } = globalThis.crypto;
  const material = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const info = encodeCbor(purpose);
  return subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}
