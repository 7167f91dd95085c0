// A second phone: an enrolled one says that its key is the member's, the new one comes with that key and becomes a device.
import type { LinkDeviceRequest, TakeLinkRequest } from '#api/devices.ts';
import { type Bytes, bytesFromBase64, bytesFromHex } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { isDeviceName, LINK_LIFE_S, verifyDeviceStatement } from '#protocol/device-link.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { ChangedMeanwhile, inTransaction, type Tx } from '#server/db/transaction.ts';
import { deviceKeyFromBase64, type DeviceKey } from '#server/enrolment/device-id.ts';
import type { EnrolDeps } from '#server/enrolment/enrol-deps.ts';
import { deviceOwner, insertMemberDevice } from '#server/enrolment/member-devices.ts';
import { certifyCaller, lockDevice } from '#server/enrolment/renew-certificate.ts';
import { findDevice, type KnownDevice } from '#server/http/signed-message.ts';
import { createChangeStreams } from '#server/push/change-streams.ts';
import type { IssueContext } from '#server/push/issue-vouchers.ts';
import { lockParticipants } from '#server/push/locks.ts';
import { welcomeWallet } from '#server/push/welcome-wallet.ts';
import { fileChange } from '#server/recovery/tell-member.ts';
import { MOST_DEVICES } from './own-devices.ts';

/** With those that were shut out lately: each takes a place in the status lists for about as long. */
const MOST_RECENT = 50;
const RECENT_MS = 60 * 86_400_000;
/** A phone's clock may be so far ahead of ours. */
const AHEAD_MS = 5 * 60_000;

/** What an enrolled device has signed, verified. */
interface Link {
  readonly member: string;
  readonly name: string;
  readonly linkedBy: string;
  readonly proof: Bytes;
  readonly issuedAtS: number;
}

export type LinkRefusal = {
  readonly kind:
    | 'wrong_role'
    | 'bad_signature'
    | 'link_expired'
    | 'link_unknown'
    | 'key_in_use'
    | 'revoked'
    | 'too_many_devices';
};

/**
 * Keeps the word of an enrolled device until the new phone comes. Refusals: `wrong_role` (a till), `bad_signature`,
 * `link_expired`, `key_in_use` (a device of somebody already).
 */
export async function linkDevice(
  deps: EnrolDeps,
  { message, device }: { readonly message: LinkDeviceRequest; readonly device: KnownDevice },
): Promise<Result<null, LinkRefusal>> {
  if (device.role !== 'wallet') return err({ kind: 'wrong_role' });
  const key = await deviceKeyFromBase64(message.deviceKey);
  if (key === undefined) return err({ kind: 'bad_signature' });
  const link = await verifiedLink(deps, key, { ...message, memberId: device.owner, by: device });
  if (!link.ok) return link;
  return inTransaction(deps.db, deps.random, async (tx) => {
    const before = await deviceOwner(tx, key.id);
    if (before !== undefined) return before.owner === device.owner ? ok(null) : err({ kind: 'key_in_use' });
    await keepLink(tx, key, link.value);
    return ok(null);
  });
}

/** The later word counts: whoever shows the same phone to two members has chosen the second. */
async function keepLink(tx: Tx, key: DeviceKey, link: Link): Promise<void> {
  const { member, name, linkedBy, issuedAtS } = link;
  const values = {
    member,
    name,
    linked_by: linkedBy,
    proof: Buffer.from(link.proof),
    issued_at_s: issuedAtS,
  };
  await tx
    .insertInto('device_link')
    .values({ bucket: bucketOf(key.id), device: key.id, ...values })
    .onConflict((on) => on.columns(['bucket', 'device']).doUpdateSet(values))
    .execute();
}

export interface Linked {
  readonly memberId: string;
  readonly certificate: Bytes;
}

/**
 * The new phone becomes a device of the member, in one transaction: enrolled, told all that the others know, and all of them
 * told. The same phone again gets a fresh certificate. Refusals: `link_unknown` (nobody has linked this key yet),
 * `link_expired`, `bad_signature`, `key_in_use`, `revoked`, `too_many_devices`.
 */
export async function takeLink(
  deps: EnrolDeps,
  { message, key }: { readonly message: TakeLinkRequest; readonly key: DeviceKey },
): Promise<Result<Linked, LinkRefusal>> {
  const carried = message.link === undefined ? undefined : await carriedLink(deps, key, message.link);
  if (carried?.ok === false) return carried;
  const directory = await deps.directories.read();
  const nowMs = deps.clock.nowMs();
  return inTransaction(deps.db, deps.random, async (tx) => {
    const context = { ...deps, tx, directory, nowMs };
    const link = carried?.value ?? (await keptLink(tx, key));
    const member = await joinMember(context, { link, key, assurance: message.assurance });
    if (!member.ok) return member;
    const device = await lockDevice(tx, key.id);
    // A phone that asks again may have been shut out until it had the lock.
    if (device.revoked_at !== null) return err({ kind: 'revoked' });
    const issued = await certifyCaller(tx, context, device);
    return ok({ memberId: member.value, certificate: issued.bytes });
  });
}

async function carriedLink(
  deps: EnrolDeps,
  key: DeviceKey,
  link: NonNullable<TakeLinkRequest['link']>,
): Promise<Result<Link, LinkRefusal>> {
  const by = await findDevice(deps.db, link.by);
  if (by?.role !== 'wallet' || by.owner !== link.memberId) return err({ kind: 'bad_signature' });
  return by.revoked ? err({ kind: 'revoked' }) : verifiedLink(deps, key, { ...link, by });
}

interface SaidLink {
  readonly memberId: string;
  readonly by: KnownDevice;
  readonly nonce: string;
  readonly name: string;
  readonly issuedAtS: number;
  readonly proof: string;
}

async function verifiedLink(
  { clock }: Pick<EnrolDeps, 'clock'>,
  { publicKey: deviceKey }: DeviceKey,
  said: SaidLink,
): Promise<Result<Link, LinkRefusal>> {
  const { memberId, by, name, issuedAtS } = said;
  const nonce = bytesFromBase64(said.nonce)!;
  const proof = bytesFromBase64(said.proof)!;
  const statement = {
    kind: 'link',
    memberId: bytesFromHex(memberId)!,
    deviceKey,
    nonce,
    name,
    issuedAtS,
  } as const;
  if (!isDeviceName(name) || !(await verifyDeviceStatement(statement, proof, by.publicKey)))
    return err({ kind: 'bad_signature' });
  const link = { member: memberId, name, linkedBy: by.id, proof, issuedAtS };
  return isInTime(link, clock.nowMs()) ? ok(link) : err({ kind: 'link_expired' });
}

function isInTime({ issuedAtS }: Link, nowMs: number): boolean {
  return issuedAtS * 1_000 <= nowMs + AHEAD_MS && nowMs < (issuedAtS + LINK_LIFE_S) * 1_000;
}

async function keptLink(tx: Tx, { id }: DeviceKey): Promise<Link | undefined> {
  const row = await tx
    .selectFrom('device_link')
    .selectAll()
    .where('bucket', '=', bucketOf(id))
    .where('device', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { member, name, linked_by: linkedBy, issued_at_s: issuedAtS } = row;
  return { member, name, linkedBy, proof: new Uint8Array(row.proof), issuedAtS };
}

interface Joining {
  readonly link: Link | undefined;
  readonly key: DeviceKey;
  readonly assurance: number;
}

type Context = EnrolDeps & Pick<IssueContext, 'tx' | 'directory' | 'nowMs'>;

/** The member of which the key is a device from now on, or was before. */
async function joinMember(
  deps: Context,
  { link, key, assurance }: Joining,
): Promise<Result<string, LinkRefusal>> {
  const { tx, nowMs } = deps;
  const before = await deviceOwner(tx, key.id);
  if (before !== undefined) {
    if (before.revoked_at !== null) return err({ kind: 'revoked' });
    return link === undefined || link.member === before.owner
      ? ok(before.owner)
      : err({ kind: 'key_in_use' });
  }
  if (link === undefined) return err({ kind: 'link_unknown' });
  if (!isInTime(link, nowMs)) return err({ kind: 'link_expired' });
  const { member: memberId, name } = link;
  // Whoever counts the devices holds this lock.
  const others = await lockParticipants(tx, { devices: [], members: [memberId] });
  if (others.devices.has(key.id)) throw new ChangedMeanwhile('the same phone has come twice at once');
  const live = [...others.devices.values()].filter((one) => one.revoked_at === null);
  if (!live.some(({ id }) => id === link.linkedBy)) return err({ kind: 'revoked' });
  const recent = [...others.devices.values()].filter(
    ({ revoked_at: atMs }) => atMs === null || atMs > nowMs - RECENT_MS,
  );
  if (live.length >= MOST_DEVICES || recent.length >= MOST_RECENT) return err({ kind: 'too_many_devices' });
  await insertMemberDevice(tx, { key, memberId, nowMs, assurance, name });
  const locked = await lockParticipants(tx, { devices: [key.id], members: [memberId] });
  const streams = createChangeStreams(locked.devices, nowMs);
  await welcomeWallet({ ...deps, locked, streams }, { memberId, deviceId: key.id, vouchers: 'elsewhere' });
  await streams.flush(tx);
  await fileChange(deps, memberId, ({ id, at }) => ({
    kind: 'device',
    id,
    act: 'linked',
    at,
    device: key.id,
    by: link.linkedBy,
    name,
    proof: Buffer.from(link.proof).toString('base64'),
  }));
  await tx
    .deleteFrom('device_link')
    .where('bucket', '=', bucketOf(key.id))
    .where('device', '=', key.id)
    .execute();
  return ok(memberId);
}
