import type { RecoverByPasskeyRequest } from '#api/recovery-passkey.ts';
import { type Bytes, bytesFromBase64, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { err, type Result } from '#base/result.ts';
import { passkeyChallenge } from '#protocol/passkey-challenge.ts';
import { type PasskeyAssertion, verifyPasskeyAssertion } from '#protocol/passkey.ts';
import type { DeviceKey } from '#server/enrolment/device-id.ts';
import { type PasskeyDeps, passkeyOf } from './member-passkey.ts';
import { type EnrolRefusal, enrolRecovered, type Recovered } from './recover-member.ts';

/** Of the name under which a passkey was made: the member; the rest tells passkeys of one member apart. */
const MEMBER_BYTES = 8;

interface Attempt {
  readonly message: RecoverByPasskeyRequest;
  readonly key: DeviceKey;
}

/**
 * Refusals: `passkey_unknown` (no such passkey, a removed one, an old question or a wrong answer: all alike to a stranger), and
 * those of `enrolRecovered`.
 */
export async function recoverByPasskey(
  deps: PasskeyDeps,
  attempt: Attempt,
): Promise<Result<Recovered, { readonly kind: 'passkey_unknown' } | EnrolRefusal>> {
  const proved = await provedMember(deps, attempt);
  if (proved === undefined) return err({ kind: 'passkey_unknown' });
  const { member, credentialId } = proved;
  const { assurance, keepOthers } = attempt.message;
  const phone = { key: attempt.key, assurance, keepOthers };
  const recovered = await enrolRecovered(deps, phone, async (tx) => {
    // It may have been removed since it was looked up.
    const current = await passkeyOf(tx, member);
    return current && equalBytes(current.credentialId, credentialId) ? member : undefined;
  });
  return recovered ?? err({ kind: 'passkey_unknown' });
}

/** Whose passkey has answered for this very phone, a moment ago. */
async function provedMember(
  deps: PasskeyDeps,
  { message, key }: Attempt,
): Promise<{ readonly member: string; readonly credentialId: Bytes } | undefined> {
  const { nonce, keepOthers } = message;
  const member = memberFrom(message);
  const assertion = assertionFrom(message);
  if (member === undefined || assertion === undefined || !deps.nonces.isOwn(nonce)) return undefined;
  const passkey = await passkeyOf(deps.db, member);
  if (passkey === undefined) return undefined;
  const statement = { kind: 'recover', deviceKey: key.publicKey, keepOthers } as const;
  const expected = { challenge: await passkeyChallenge(statement, nonce), origin: deps.origin };
  const judged = await verifyPasskeyAssertion(assertion, passkey, expected);
  return judged.ok ? { member, credentialId: passkey.credentialId } : undefined;
}

/** Not proved yet; `undefined` when the name is not one of ours. */
export function memberFrom({ userHandle }: Pick<RecoverByPasskeyRequest, 'userHandle'>): string | undefined {
  const name = bytesFromBase64(userHandle);
  return name && hexFromBytes(name.subarray(0, MEMBER_BYTES));
}

function assertionFrom(message: RecoverByPasskeyRequest): PasskeyAssertion | undefined {
  const credentialId = bytesFromBase64(message.credentialId);
  const clientData = bytesFromBase64(message.clientData);
  const authenticatorData = bytesFromBase64(message.authenticatorData);
  const signature = bytesFromBase64(message.signature);
  return credentialId && clientData && authenticatorData && signature
    ? { credentialId, clientData, authenticatorData, signature }
    : undefined;
}
