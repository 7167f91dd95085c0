// The passkey that may bring a member back: one each, a newer one removes the older.
import type { PasskeyReply, SetPasskeyRequest } from '#api/recovery-passkey.ts';
import { type Bytes, base64FromBytes, bytesFromBase64, bytesFromHex, equalBytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { passkeyChallenge } from '#protocol/passkey-challenge.ts';
import { type Passkey, verifyPasskeyRegistration } from '#protocol/passkey.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { type Db, inTransaction, type Tx } from '#server/db/transaction.ts';
import type { EnrolDeps } from '#server/enrolment/enrol-deps.ts';
import type { ServerNonces } from '#server/http/server-nonce.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';
import { isShutOut, lockParticipants } from '#server/push/locks.ts';
import { fileChange } from './tell-member.ts';

export interface PasskeyDeps extends EnrolDeps {
  readonly nonces: ServerNonces;
  /** Scheme, host and port of the wallet, as its phone sees them. */
  readonly origin: string;
}

type Former = Pick<PasskeyReply, 'former'>;

interface PasskeyRefusal {
  readonly kind: 'wrong_role' | 'passkey_wrong' | 'revoked';
}

/** Refusals: `wrong_role` (a till), `passkey_wrong` (not made for this member, device and moment), `revoked` (in this moment). */
export async function setPasskey(
  deps: PasskeyDeps,
  { message, device }: { readonly message: SetPasskeyRequest; readonly device: KnownDevice },
): Promise<Result<Former, PasskeyRefusal>> {
  if (device.role !== 'wallet') return err({ kind: 'wrong_role' });
  const { owner: member, publicKey: deviceKey } = device;
  const clientData = bytesFromBase64(message.clientData);
  const attestation = bytesFromBase64(message.attestation);
  if (clientData === undefined || attestation === undefined || !deps.nonces.isOwn(message.nonce))
    return err({ kind: 'passkey_wrong' });
  const statement = { kind: 'appoint', memberId: bytesFromHex(member)!, deviceKey } as const;
  const made = await verifyPasskeyRegistration(
    { clientData, attestation },
    { challenge: await passkeyChallenge(statement, message.nonce), origin: deps.origin },
  );
  if (!made.ok) return err({ kind: 'passkey_wrong' });
  const { credentialId, publicKey } = made.value;
  return inTransaction(deps.db, deps.random, async (tx): Promise<Result<Former, PasskeyRefusal>> => {
    const locked = await lockParticipants(tx, { devices: [], members: [member] });
    if (isShutOut(locked, device.id)) return err({ kind: 'revoked' });
    const former = await passkeyOf(tx, member);
    // The answer to a phone that did not hear the first one.
    if (former !== undefined && equalBytes(former.credentialId, credentialId)) return ok({});
    await forgetPasskey(tx, member);
    await tx
      .insertInto('member_passkey')
      .values({
        bucket: bucketOf(member),
        member,
        credential: Buffer.from(credentialId),
        public_key: Buffer.from(publicKey),
        set_by: device.id,
        set_at: deps.clock.nowMs(),
      })
      .execute();
    await tell({ ...deps, tx }, device, 'set');
    return ok(formerOf(former));
  });
}

/** Said twice, it changes nothing. Refusals: `wrong_role`, `revoked` (in this moment). */
export async function removePasskey(
  deps: EnrolDeps,
  device: KnownDevice,
): Promise<Result<Former, PasskeyRefusal>> {
  if (device.role !== 'wallet') return err({ kind: 'wrong_role' });
  return inTransaction(deps.db, deps.random, async (tx): Promise<Result<Former, PasskeyRefusal>> => {
    const locked = await lockParticipants(tx, { devices: [], members: [device.owner] });
    if (isShutOut(locked, device.id)) return err({ kind: 'revoked' });
    const former = await passkeyOf(tx, device.owner);
    if (former === undefined) return ok({});
    await forgetPasskey(tx, device.owner);
    await tell({ ...deps, tx }, device, 'removed');
    return ok(formerOf(former));
  });
}

export async function passkeyOf(db: Db | Tx, member: string): Promise<Passkey | undefined> {
  const row = await db
    .selectFrom('member_passkey')
    .select(['credential', 'public_key'])
    .where('bucket', '=', bucketOf(member))
    .where('member', '=', member)
    .executeTakeFirst();
  return row && { credentialId: new Uint8Array(row.credential), publicKey: new Uint8Array(row.public_key) };
}

async function forgetPasskey(tx: Tx, member: string): Promise<void> {
  const rows = tx.deleteFrom('member_passkey').where('bucket', '=', bucketOf(member));
  await rows.where('member', '=', member).execute();
}

function formerOf(former: { readonly credentialId: Bytes } | undefined): Former {
  return former === undefined ? {} : { former: base64FromBytes(former.credentialId) };
}

function tell(
  deps: EnrolDeps & { readonly tx: Tx },
  device: KnownDevice,
  act: 'set' | 'removed',
): Promise<void> {
  return fileChange(deps, device.owner, (named) => ({
    kind: 'recovery_passkey',
    ...named,
    act,
    device: device.id,
  }));
}
