// Untagged COSE_Sign1 (RFC 9052 section 4.2) with ES256, and nothing else of COSE.
import { type Bytes, bytesFromText } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { type Cbor, type CborMap, decodeCbor, encodeCbor } from './cbor.ts';
import type { CborLimits } from './cbor-scan.ts';
import { sha256 } from './digest.ts';
import type { MessageId, PublicKey } from './messages.ts';
import { verifyEs256 } from './public-key.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import type { Signer } from './signer.ts';

/** The four parts as they came, headers decoded. */
export interface Envelope {
  readonly protectedBytes: Bytes;
  readonly protectedHeader: CborMap;
  readonly unprotectedHeader: CborMap;
  readonly payload: Bytes;
  readonly signature: Bytes;
}

/** An envelope whose headers are those of LW1. */
export interface Sign1 extends Envelope {
  readonly kid?: Bytes;
  /** The certificate in it (header `kcwt`), as bytes of its own. */
  readonly certificate?: Bytes;
}

/** ESP256 of RFC 9864: ES256 that also names the curve. */
export const ESP256 = -9;
const HEADER = { alg: 1, crit: 2, kid: 4, kcwt: 13 } as const;
const SIGNATURE_BYTES = 64;
const KID_BYTES = 8;
/** Domain separation: a signature made for another protocol never verifies here. */
export const LW1_AAD: Bytes = bytesFromText('lw1');

/** Refusals: `too_large`, `cbor_*`, `cose_shape`. */
export function readEnvelope(bytes: Uint8Array, limits: CborLimits): Result<Envelope, ProtocolRefusal> {
  const outer = decodeCbor(bytes, limits);
  if (!outer.ok) return outer;
  const parts = outer.value;
  if (!Array.isArray(parts) || parts.length !== 4) return refuse('cose_shape');
  const [protectedBytes, unprotectedHeader, payload, signature]: Cbor[] = parts;
  if (!(protectedBytes instanceof Uint8Array) || protectedBytes.length === 0) return refuse('cose_shape');
  if (!(unprotectedHeader instanceof Map) || !(payload instanceof Uint8Array)) return refuse('cose_shape');
  if (!(signature instanceof Uint8Array)) return refuse('cose_shape');
  const header = decodeCbor(protectedBytes, limits);
  if (!header.ok) return header;
  if (!(header.value instanceof Map)) return refuse('cose_shape');
  return ok({ protectedBytes, protectedHeader: header.value, unprotectedHeader, payload, signature });
}

/**
 * Headers every profile of ours demands. Refusals: `cose_dup_header`, `cose_crit`, `alg_unsupported`, `sig_length`.
 */
export function checkHeaders(envelope: Envelope, algorithm = ESP256): Result<Envelope, ProtocolRefusal> {
  const { protectedHeader, unprotectedHeader } = envelope;
  for (const label of protectedHeader.keys())
    if (unprotectedHeader.has(label)) return refuse('cose_dup_header');
  if (protectedHeader.has(HEADER.crit) || unprotectedHeader.has(HEADER.crit)) return refuse('cose_crit');
  if (protectedHeader.get(HEADER.alg) !== algorithm) return refuse('alg_unsupported');
  return envelope.signature.length === SIGNATURE_BYTES ? ok(envelope) : refuse('sig_length');
}

/**
 * Headers of LW1: protected {1: alg, 4?: kid}, unprotected {} or {13: certificate}. Anything else is refused, since
 * a bit of an ignored unprotected header could be flipped unseen. Refusals: `cose_shape` and those of `checkHeaders`.
 */
export function readSign1(envelope: Envelope): Result<Sign1, ProtocolRefusal> {
  const kid = envelope.protectedHeader.get(HEADER.kid);
  const kcwt = envelope.unprotectedHeader.get(HEADER.kcwt);
  const kidShape = kid === undefined || (kid instanceof Uint8Array && kid.length === KID_BYTES);
  if (!kidShape || (kcwt !== undefined && !Array.isArray(kcwt)) || !hasKnownLabels(envelope)) {
    return refuse('cose_shape');
  }
  const checked = checkHeaders(envelope);
  if (!checked.ok) return checked;
  return ok({
    ...envelope,
    ...(kid instanceof Uint8Array ? { kid } : {}),
    ...(kcwt === undefined ? {} : { certificate: encodeCbor(kcwt) }),
  });
}

/** A label in both headers, or `crit`, is left to `checkHeaders`, which has a name for it. */
function hasKnownLabels({ protectedHeader, unprotectedHeader }: Envelope): boolean {
  const inProtected = [...protectedHeader.keys()].every(
    (label) =>
      label === HEADER.alg || label === HEADER.crit || label === HEADER.kid || unprotectedHeader.has(label),
  );
  const inUnprotected = [...unprotectedHeader.keys()].every(
    (label) => label === HEADER.kcwt || label === HEADER.crit || protectedHeader.has(label),
  );
  return inProtected && inUnprotected;
}

export interface Unsigned {
  readonly payload: Bytes;
  readonly kid?: Bytes;
  readonly certificate?: Bytes;
}

/** Signs a payload; the certificate must be a COSE_Sign1 of ours. */
export async function makeSign1(unsigned: Unsigned, signer: Signer): Promise<Bytes> {
  const header = new Map<number, Cbor>([[HEADER.alg, ESP256]]);
  if (unsigned.kid !== undefined) header.set(HEADER.kid, unsigned.kid);
  const unprotected = new Map<number, Cbor>();
  if (unsigned.certificate !== undefined) unprotected.set(HEADER.kcwt, nested(unsigned.certificate));
  return signParts(encodeCbor(header), unsigned.payload, { signer, aad: LW1_AAD, unprotected });
}

/** Signs under a header of another profile; nothing unprotected. */
export function signBare(
  header: CborMap,
  payload: Bytes,
  by: { readonly signer: Signer; readonly aad: Bytes },
): Promise<Bytes> {
  return signParts(encodeCbor(header), payload, { ...by, unprotected: new Map() });
}

async function signParts(
  protectedBytes: Bytes,
  payload: Bytes,
  by: { readonly signer: Signer; readonly aad: Bytes; readonly unprotected: CborMap },
): Promise<Bytes> {
  const signature = await by.signer.sign(sigStructure({ protectedBytes, payload }, by.aad));
  return encodeCbor([protectedBytes, by.unprotected, payload, signature]);
}

/** `false` also when the key is no point of the curve. */
export function verifySign1(sign1: Envelope, key: PublicKey, aad = LW1_AAD): Promise<boolean> {
  return verifyEs256(key, sign1.signature, sigStructure(sign1, aad));
}

/** Whether one of the keys has signed it. */
export async function verifyByAny(sign1: Envelope, keys: readonly PublicKey[]): Promise<boolean> {
  for (const key of keys) if (await verifySign1(sign1, key)) return true;
  return false;
}

/** Names what was signed: ECDSA signatures are randomised and malleable, so no id may depend on them. */
export async function messageIdOf(sign1: Envelope): Promise<MessageId> {
  return messageIdFrom(await signedDigestOf(sign1));
}

/** SHA-256 of what the signature is over. */
export function signedDigestOf(sign1: Envelope): Promise<Bytes> {
  return sha256(sigStructure(sign1));
}

export function messageIdFrom(signedDigest: Bytes): MessageId {
  return signedDigest.slice(0, 16);
}

function sigStructure(parts: Pick<Envelope, 'protectedBytes' | 'payload'>, aad = LW1_AAD): Bytes {
  return encodeCbor(['Signature1', parts.protectedBytes, aad, parts.payload]);
}

function nested(certificate: Bytes): Cbor {
  const decoded = decodeCbor(certificate, { maxBytes: 600, maxDepth: 4, maxItems: 64 });
  if (!decoded.ok) throw new Error(`bug: a certificate of ours is not CBOR (${decoded.error.kind})`);
  return decoded.value;
}
