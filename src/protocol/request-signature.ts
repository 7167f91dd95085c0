// HTTP message signatures (RFC 9421) in one fixed profile: these four components, these parameters, one signature.
import { type Bytes, base64FromBytes, bytesFromBase64, bytesFromText, hexFromBytes } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import { sha256 } from './digest.ts';
import type { PublicKey } from './messages.ts';
import { thumbprint, verifyEs256 } from './public-key.ts';
import type { Signer } from './signer.ts';

/** A request as both ends see it. Header names in lower case; a header sent twice is joined by a comma. */
export interface SignableRequest {
  readonly method: string;
  /** Absolute, as in the request: scheme, host, path and query. */
  readonly targetUri: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Bytes;
}

export interface SignatureParameters {
  readonly createdS: number;
  /** 16 to 64 characters of A-Z a-z 0-9 _ -: random, or the one the server asked for. */
  readonly nonce: string;
}

export interface RequestSignature extends SignatureParameters {
  /** Hex thumbprint of the key that signed. */
  readonly keyId: string;
}

export type RequestRefusalKind =
  | 'signature_missing'
  | 'signature_profile'
  | 'digest_mismatch'
  | 'clock_skew'
  | 'unknown_key'
  | 'bad_signature';
export type RequestRefusal = Refusal & { readonly kind: RequestRefusalKind };

export interface RequestPolicy {
  readonly nowMs: number;
  /** Whether this server handed the nonce out; the time of the request does not matter then. */
  readonly isOwnNonce: (nonce: string) => boolean;
  readonly findKey: (keyId: string) => Promise<PublicKey | undefined>;
}

export const MAX_CLOCK_SKEW_S = 300;
const COMPONENTS = '("@method" "@target-uri" "content-digest" "content-type")';
const LABEL = 'lw';
const PARAMETERS =
  /^lw=(\("@method" "@target-uri" "content-digest" "content-type"\);created=(\d{1,12});nonce="([\w-]{16,64})";keyid="([0-9a-f]{64})";alg="ecdsa-p256-sha256";tag="lw-sync")$/;

/** The headers to add to the request, which must already have its `content-type`. */
export async function signRequest(
  request: SignableRequest,
  parameters: SignatureParameters,
  signer: Signer,
): Promise<Record<'content-digest' | 'signature-input' | 'signature', string>> {
  const keyId = hexFromBytes(await thumbprint(signer.publicKey));
  const input =
    `${COMPONENTS};created=${parameters.createdS};nonce="${parameters.nonce}";keyid="${keyId}"` +
    ';alg="ecdsa-p256-sha256";tag="lw-sync"';
  const digest = await contentDigest(request.body);
  const signature = await signer.sign(signatureBase(request, digest, input));
  return {
    'content-digest': digest,
    'signature-input': `${LABEL}=${input}`,
    signature: `${LABEL}=:${base64FromBytes(signature)}:`,
  };
}

/**
 * Refusals in this order: `signature_missing`, `signature_profile` (other components, parameters, algorithm, or more
 * than one signature), `digest_mismatch`, `clock_skew` (answer with a nonce), `unknown_key`, `bad_signature`.
 * Whether a nonce was seen before is for the caller.
 */
export async function verifyRequest(
  request: SignableRequest,
  policy: RequestPolicy,
): Promise<Result<RequestSignature, RequestRefusal>> {
  const parsed = parseSignature(request);
  if (!parsed.ok) return parsed;
  const { input, signature, createdS, nonce, keyId } = parsed.value;
  const digest = await contentDigest(request.body);
  if (request.headers['content-digest'] !== digest) return err({ kind: 'digest_mismatch' });
  const skewMs = Math.abs(policy.nowMs - createdS * 1000);
  if (skewMs > MAX_CLOCK_SKEW_S * 1000 && !policy.isOwnNonce(nonce)) return err({ kind: 'clock_skew' });
  const key = await policy.findKey(keyId);
  if (key === undefined) return err({ kind: 'unknown_key' });
  const genuine = await verifyEs256(key, signature, signatureBase(request, digest, input));
  return genuine ? ok({ createdS, nonce, keyId }) : err({ kind: 'bad_signature' });
}

interface ParsedSignature extends RequestSignature {
  readonly input: string;
  readonly signature: Bytes;
}

function parseSignature({ headers }: SignableRequest): Result<ParsedSignature, RequestRefusal> {
  const given = headers['signature-input'];
  const signed = headers['signature'];
  if (given === undefined || signed === undefined) return err({ kind: 'signature_missing' });
  const [, input, created, nonce, keyId] = PARAMETERS.exec(given) ?? [];
  const [, base64] = /^lw=:([A-Za-z0-9+/=]+):$/.exec(signed) ?? [];
  const signature = base64 === undefined ? undefined : bytesFromBase64(base64);
  if (input === undefined || created === undefined || nonce === undefined || keyId === undefined) {
    return err({ kind: 'signature_profile' });
  }
  if (signature === undefined) return err({ kind: 'signature_profile' });
  return ok({ input, signature, createdS: Number(created), nonce, keyId });
}

/** RFC 9421 section 2.5. */
function signatureBase(request: SignableRequest, digest: string, input: string): Bytes {
  const lines = [
    `"@method": ${request.method}`,
    `"@target-uri": ${request.targetUri}`,
    `"content-digest": ${digest}`,
    `"content-type": ${request.headers['content-type'] ?? ''}`,
    `"@signature-params": ${input}`,
  ];
  return bytesFromText(lines.join('\n'));
}

/** RFC 9530. */
async function contentDigest(body: Bytes): Promise<string> {
  return `sha-256=:${base64FromBytes(await sha256(body))}:`;
}
