// Steps 3 to 7 of the order of refusals: from bytes to claims whose signature nobody has looked at yet.
import type { Bytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { QR_LIMITS, decodeCbor } from './cbor.ts';
import type { CborLimits } from './cbor-scan.ts';
import { type Claims, type MessageSchema, claimsFromCbor, payloadFromClaims, readClaims } from './claims.ts';
import { type CodeContents, readCode } from './code.ts';
import { type Sign1, makeSign1, readEnvelope, readSign1 } from './cose-sign1.ts';
import { kidOfCertificate, kidOfKey } from './public-key.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import type { CertifiedSigner, Signer } from './signer.ts';

/** Nothing in it may be believed before its signature has been verified. */
export interface OpenedMessage {
  readonly sign1: Sign1;
  readonly claims: Claims;
}

/** An opened message of a known type. */
export interface Opened<T> {
  readonly sign1: Sign1;
  readonly value: T;
}

/**
 * Opens the text of a code or the bytes of a message. Refusals of steps 1 to 7, `wrong_type` only of an address that
 * says another type than is in it: the payload is
 * decoded before the headers are judged, so that faults of the encoding come first wherever they are.
 */
export function openMessage(
  input: string | Bytes,
  limits: CborLimits = QR_LIMITS,
): Result<OpenedMessage, ProtocolRefusal> {
  const code = typeof input === 'string' ? readCode(input) : ok<CodeContents>({ bytes: input });
  if (!code.ok) return code;
  const envelope = readEnvelope(code.value.bytes, limits);
  if (!envelope.ok) return envelope;
  const payload = decodeCbor(envelope.value.payload, limits);
  if (!payload.ok) return payload;
  const sign1 = readSign1(envelope.value);
  if (!sign1.ok) return sign1;
  const claims = claimsFromCbor(payload.value);
  if (!claims.ok) return claims;
  const { onlyType = claims.value.type } = code.value;
  if (claims.value.type !== onlyType) return refuse('wrong_type', 'address');
  return ok({ sign1: sign1.value, claims: claims.value });
}

/** `openMessage` and the shape of one type. */
export function openAs<T>(
  schema: MessageSchema<T>,
  input: string | Bytes,
  limits: CborLimits = QR_LIMITS,
): Result<Opened<T>, ProtocolRefusal> {
  const opened = openMessage(input, limits);
  return opened.ok ? claimsOf(schema, opened.value) : opened;
}

export function claimsOf<T>(
  schema: MessageSchema<T>,
  opened: OpenedMessage,
): Result<Opened<T>, ProtocolRefusal> {
  const value = readClaims(schema, opened.claims);
  if (value.ok && opened.sign1.certificate !== undefined && schema.certified !== true) {
    return refuse('claims_shape', 'certificate');
  }
  return value.ok ? ok({ sign1: opened.sign1, value: value.value }) : value;
}

/** Signs without a kid: the claims themselves say whose key it is (`iss`, or the voucher's `cnf`). */
export async function makeBare<T>(schema: MessageSchema<T>, value: T, signer: Signer): Promise<Bytes> {
  return makeSign1({ payload: payloadFromClaims(schema, value, QR_LIMITS) }, signer);
}

/** Signs with a key that verifiers know by its thumbprint. */
export async function makeKeyed<T>(
  schema: MessageSchema<T>,
  value: T,
  signer: Signer,
  limits: CborLimits = QR_LIMITS,
): Promise<Bytes> {
  const payload = payloadFromClaims(schema, value, limits);
  return makeSign1({ payload, kid: await kidOfKey(signer.publicKey) }, signer);
}

/** Signs with a key that the certificate inside the message vouches for: its kid is the certificate's hash. */
export async function makeCertified<T>(
  schema: MessageSchema<T>,
  value: T,
  signer: CertifiedSigner,
): Promise<Bytes> {
  const { certificate } = signer;
  const payload = payloadFromClaims(schema, value, QR_LIMITS);
  return makeSign1({ payload, certificate, kid: await kidOfCertificate(certificate) }, signer);
}
