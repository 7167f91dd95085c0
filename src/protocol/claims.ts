// The payload of a message: CWT claims (RFC 8392) with one private claim that holds everything of ours.
import { assert } from '#base/assert.ts';
import type { Bytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { type Cbor, decodeCbor, encodeCbor } from './cbor.ts';
import type { CborLimits } from './cbor-scan.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import { type ClaimMaps, type FieldsOf, readFields, unknownNumbers, writeFields } from './schema.ts';

export interface MessageSchema<T> {
  readonly type: number;
  readonly fields: FieldsOf<T>;
  /** Carries its signer's certificate. Other messages must not: the header is unsigned and nobody would look at it. */
  readonly certified?: true;
  /** What no single field can say; `false` makes it `claims_shape`. */
  readonly holds?: (claims: T) => boolean;
}

/** Below -65536 is private use in the IANA registry of CWT claims. */
const PRIVATE_CLAIM = -65537;
const TYPE_LABEL = 0;
/** Unknown labels from here on are ignored, so that an old reader can take a newer message. */
const FIRST_IGNORED_LABEL = 64;

export interface Claims extends ClaimMaps {
  readonly type: number;
}

/** Splits a decoded payload. Refusal: `claims_shape`. */
export function claimsFromCbor(payload: Cbor): Result<Claims, ProtocolRefusal> {
  if (!(payload instanceof Map)) return refuse('claims_shape', 'payload');
  const label: Cbor | undefined = payload.get(PRIVATE_CLAIM);
  if (!(label instanceof Map)) return refuse('claims_shape', 'private claim');
  const type: Cbor | undefined = label.get(TYPE_LABEL);
  if (typeof type !== 'number') return refuse('claims_shape', 'type');
  return ok({ claim: payload, label, type });
}

/** Refusals: `wrong_type`, `claims_shape`. */
export function readClaims<T>(schema: MessageSchema<T>, claims: Claims): Result<T, ProtocolRefusal> {
  if (claims.type !== schema.type) return refuse('wrong_type');
  const strangeClaim = unknownNumbers(schema.fields, 'claim', claims.claim).some(
    (one) => one !== PRIVATE_CLAIM,
  );
  const strangeLabel = unknownNumbers(schema.fields, 'label', claims.label).some(
    (one) => one !== TYPE_LABEL && !(Number(one) >= FIRST_IGNORED_LABEL),
  );
  if (strangeClaim || strangeLabel) return refuse('claims_shape', 'unknown label');
  const read = readFields(schema.fields, claims);
  if ('fault' in read) return refuse('claims_shape', read.fault);
  return schema.holds?.(read.value) === false ? refuse('claims_shape', 'combination') : ok(read.value);
}

/** Throws when the claims are outside the schema: whoever makes a message checks what people typed first. */
export function payloadFromClaims<T>(schema: MessageSchema<T>, value: T, limits: CborLimits): Bytes {
  const maps = writeFields(schema.fields, value);
  const label = new Map<number | string, Cbor>([[TYPE_LABEL, schema.type], ...maps.label]);
  const payload = encodeCbor(new Map<number | string, Cbor>([...maps.claim, [PRIVATE_CLAIM, label]]));
  const decoded = decodeCbor(payload, limits);
  const claims = decoded.ok ? claimsFromCbor(decoded.value) : decoded;
  const again = claims.ok ? readClaims(schema, claims.value) : claims;
  assert(again.ok, `a message of type ${schema.type} outside its own shape: ${JSON.stringify(again)}`);
  return payload;
}
