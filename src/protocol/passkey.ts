// Passkeys (WebAuthn Level 3): what a platform's authenticator made or signed, judged without asking anybody. The same
// judgement serves the wallet's lock, offline, and the server's recovery.
import { type Bytes, base64UrlFromBytes, concatBytes, equalBytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import {
  type AuthenticatorData,
  authenticatorDataFromAttestation,
  readAuthenticatorData,
} from './authenticator-data.ts';
import { rawFromDerSignature } from './der-signature.ts';
import { digestOfText, sha256 } from './digest.ts';
import type { PublicKey } from './messages.ts';
import { verifyEs256 } from './public-key.ts';

/** A key of which a platform keeps the private half. */
export interface Passkey {
  /** Its name at the authenticator, at most 1023 bytes. */
  readonly credentialId: Bytes;
  readonly publicKey: PublicKey;
}

/** What `navigator.credentials.create` gave. */
export interface PasskeyRegistration {
  readonly clientData: Bytes;
  readonly attestation: Bytes;
}

/** What `navigator.credentials.get` gave. */
export interface PasskeyAssertion {
  readonly credentialId: Bytes;
  readonly clientData: Bytes;
  readonly authenticatorData: Bytes;
  /** As the authenticator wrote it: DER. */
  readonly signature: Bytes;
}

export interface PasskeyExpectation {
  readonly challenge: Bytes;
  /** Scheme, host and port of our pages. The relying party is its host. */
  readonly origin: string;
}

export interface PasskeyRefusal {
  readonly kind: 'passkey_wrong';
  /** The first check that failed, in this order. */
  readonly check:
    | 'shape'
    | 'type'
    | 'challenge'
    | 'origin'
    | 'framed'
    | 'relying_party'
    | 'presence'
    | 'verification'
    | 'backup'
    | 'key'
    | 'credential'
    | 'signature';
}

/**
 * The key that was made for this very question, by a person whom the platform verified (WebAuthn 7.1). Attestation is not
 * looked at: whose make the authenticator is decides nothing here.
 */
export async function verifyPasskeyRegistration(
  { clientData, attestation }: PasskeyRegistration,
  expected: PasskeyExpectation,
): Promise<Result<Passkey, PasskeyRefusal>> {
  const bytes = authenticatorDataFromAttestation(attestation);
  const data = bytes && readAuthenticatorData(bytes);
  if (data?.made === undefined) return wrong('shape');
  const asked = clientDataFault(clientData, 'webauthn.create', expected);
  const fault = asked ?? (await authenticatorFault(data, expected));
  if (fault !== undefined) return wrong(fault);
  const { id, publicKey } = data.made;
  return publicKey === undefined ? wrong('key') : ok({ credentialId: id, publicKey });
}

/** Whether this passkey answered this very question, and the platform verified its person (WebAuthn 7.2). */
export async function verifyPasskeyAssertion(
  { credentialId, clientData, authenticatorData, signature }: PasskeyAssertion,
  passkey: Passkey,
  expected: PasskeyExpectation,
): Promise<Result<null, PasskeyRefusal>> {
  const data = readAuthenticatorData(authenticatorData);
  const raw = rawFromDerSignature(signature);
  if (data === undefined || raw === undefined) return wrong('shape');
  const asked = clientDataFault(clientData, 'webauthn.get', expected);
  const fault = asked ?? (await authenticatorFault(data, expected));
  if (fault !== undefined) return wrong(fault);
  if (!equalBytes(credentialId, passkey.credentialId)) return wrong('credential');
  const signed = concatBytes(authenticatorData, await sha256(clientData));
  return (await verifyEs256(passkey.publicKey, raw, signed)) ? ok(null) : wrong('signature');
}

/** The relying party of an origin: its host, without the port. */
export function relyingPartyOf(origin: string): string {
  return new URL(origin).hostname;
}

type Check = PasskeyRefusal['check'];

function clientDataFault(
  bytes: Bytes,
  type: 'webauthn.create' | 'webauthn.get',
  { challenge, origin }: PasskeyExpectation,
): Check | undefined {
  const data = jsonObject(bytes);
  if (data === undefined) return 'shape';
  if (data['type'] !== type) return 'type';
  if (data['challenge'] !== base64UrlFromBytes(challenge)) return 'challenge';
  if (data['origin'] !== origin) return 'origin';
  // Our pages are never inside somebody else's.
  return data['crossOrigin'] === true || data['topOrigin'] !== undefined ? 'framed' : undefined;
}

async function authenticatorFault(
  data: AuthenticatorData,
  { origin }: PasskeyExpectation,
): Promise<Check | undefined> {
  if (!equalBytes(data.rpIdHash, await digestOfText(relyingPartyOf(origin)))) return 'relying_party';
  if (!data.userPresent) return 'presence';
  if (!data.userVerified) return 'verification';
  return data.backedUp && !data.backupEligible ? 'backup' : undefined;
}

function jsonObject(bytes: Bytes): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function wrong(check: Check): ReturnType<typeof err<PasskeyRefusal>> {
  return err({ kind: 'passkey_wrong', check });
}
