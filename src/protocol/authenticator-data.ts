// What an authenticator signs (WebAuthn Level 3, section 6.1): a fixed head, then, when it made a key, that key.
import { decodeFirst } from 'cborg';
import { type Bytes, concatBytes, equalBytes } from '#base/bytes.ts';
import type { PublicKey } from './messages.ts';
import { compressPoint, uncompressPoint } from './p256-point.ts';

export interface AuthenticatorData {
  /** SHA-256 of the relying party's id. */
  readonly rpIdHash: Bytes;
  readonly userPresent: boolean;
  readonly userVerified: boolean;
  /** May be kept in more places than this authenticator; then whether it is. */
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly made?: MadeCredential;
}

export interface MadeCredential {
  readonly id: Bytes;
  /** Absent: a key that is not ES256 on P-256. */
  readonly publicKey?: PublicKey;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const BACKUP_ELIGIBLE = 0x08;
const BACKED_UP = 0x10;
const HAS_CREDENTIAL = 0x40;
const HAS_EXTENSIONS = 0x80;
/** Hash, flags, and a counter that passkeys in several places leave at zero: nothing is told from it. */
const HEAD_BYTES = 37;
const AAGUID_BYTES = 16;
/** WebAuthn 5.8.3: no authenticator makes a longer one. */
const MOST_ID_BYTES = 1023;

/** `undefined` unless the bytes are authenticator data from the first to the last. */
export function readAuthenticatorData(bytes: Bytes): AuthenticatorData | undefined {
  if (bytes.length < HEAD_BYTES) return undefined;
  const flags = bytes[32]!;
  let rest = bytes.slice(HEAD_BYTES);
  let made: MadeCredential | undefined;
  if ((flags & HAS_CREDENTIAL) !== 0) {
    const read = credentialFrom(rest);
    if (read === undefined) return undefined;
    ({ made, rest } = read);
  }
  if ((flags & HAS_EXTENSIONS) !== 0) {
    const read = firstValue(rest);
    if (!(read?.value instanceof Map)) return undefined;
    rest = read.rest;
  }
  if (rest.length > 0) return undefined;
  return {
    rpIdHash: bytes.slice(0, 32),
    userPresent: (flags & USER_PRESENT) !== 0,
    userVerified: (flags & USER_VERIFIED) !== 0,
    backupEligible: (flags & BACKUP_ELIGIBLE) !== 0,
    backedUp: (flags & BACKED_UP) !== 0,
    ...(made === undefined ? {} : { made }),
  };
}

function credentialFrom(bytes: Bytes): { readonly made: MadeCredential; readonly rest: Bytes } | undefined {
  const idAt = AAGUID_BYTES + 2;
  const idBytes = (bytes[AAGUID_BYTES] ?? 0) * 256 + (bytes[AAGUID_BYTES + 1] ?? 0);
  const id = bytes.slice(idAt, idAt + idBytes);
  if (idBytes === 0 || idBytes > MOST_ID_BYTES || id.length !== idBytes) return undefined;
  const key = firstValue(bytes.slice(idAt + idBytes));
  if (!(key?.value instanceof Map)) return undefined;
  const publicKey = publicKeyFromCoseKey(key.value);
  return { made: { id, ...(publicKey === undefined ? {} : { publicKey }) }, rest: key.rest };
}

const KTY = 1;
const ALG = 3;
const CRV = -1;
const X = -2;
const Y = -3;
const EC2 = 2;
const ES256 = -7;
const P256 = 1;

/** A credential's key has both coordinates (WebAuthn 6.5.1.1), other than the keys of our own messages. */
function publicKeyFromCoseKey(key: ReadonlyMap<unknown, unknown>): PublicKey | undefined {
  if (key.get(KTY) !== EC2 || key.get(ALG) !== ES256 || key.get(CRV) !== P256) return undefined;
  const x = key.get(X);
  const y = key.get(Y);
  if (!(x instanceof Uint8Array && y instanceof Uint8Array && x.length === 32 && y.length === 32))
    return undefined;
  const point = concatBytes(Uint8Array.of(4), x, y);
  const compressed = compressPoint(point);
  const onCurve = uncompressPoint(compressed);
  return onCurve !== undefined && equalBytes(onCurve, point) ? compressed : undefined;
}

/** Platforms differ in how strictly they write CBOR, and nothing here is hashed again: read as tolerantly as they do. */
function firstValue(bytes: Bytes): { readonly value: unknown; readonly rest: Bytes } | undefined {
  try {
    const [value, rest] = decodeFirst(bytes, { useMaps: true, rejectDuplicateMapKeys: true });
    return { value, rest: new Uint8Array(rest) };
  } catch {
    return undefined;
  }
}

/** The authenticator data inside what `navigator.credentials.create` gave; its attestation is not looked at. */
export function authenticatorDataFromAttestation(attestation: Bytes): Bytes | undefined {
  const read = firstValue(attestation);
  if (read === undefined || read.rest.length > 0 || !(read.value instanceof Map)) return undefined;
  const data: unknown = read.value.get('authData');
  return data instanceof Uint8Array ? new Uint8Array(data) : undefined;
}
