// Every push takes its locks in one order: device rows, then member rows, each sorted. Then no two can wait for each other.
import { type RawBuilder, sql } from 'kysely';
import { bucketOf } from '#server/db/bucket.ts';
import { ChangedMeanwhile, type Tx } from '#server/db/transaction.ts';

export interface LockedDevice {
  readonly bucket: number;
  readonly id: string;
  readonly public_key: Buffer;
  readonly role: 'wallet' | 'terminal';
  readonly owner: string;
  readonly epoch: number;
  readonly last_seq: number;
  readonly stream_head: number;
  readonly revoked_at: number | null;
  readonly seen_at: number | null;
}

export interface Locked {
  readonly devices: ReadonlyMap<string, LockedDevice>;
  /** Ids of those members that there are. */
  readonly members: ReadonlySet<string>;
  /** Ids of the wallets of each member that take part. */
  readonly walletsOf: ReadonlyMap<string, readonly string[]>;
}

export interface Participants {
  readonly devices: readonly string[];
  readonly members: readonly string[];
}

/**
 * Locks the devices that will hear of this push and the members whose logs it may extend; with `members`, the devices are
 * only read, because they live in other buckets. Whoever makes or ends a device of a member holds the member's lock, so what
 * is said here of devices stays true for as long as the transaction lasts.
 */
export async function lockParticipants(
  tx: Tx,
  participants: Participants,
  what: 'all' | 'members' = 'all',
): Promise<Locked> {
  const members = [...new Set(participants.members)];
  const lock = what === 'all' ? lockAll : lockMembersOnly;
  const { pairs, devices, found } = await lock(tx, { devices: participants.devices, members });
  const walletsOf = new Map<string, string[]>();
  for (const { member, device } of pairs) walletsOf.set(member, [...(walletsOf.get(member) ?? []), device]);
  return { devices: new Map(devices.map((device) => [device.id, device])), members: found, walletsOf };
}

/** Whether the device was shut out, or erased with its member, since its call was let in. */
export function isShutOut({ devices }: Locked, device: string): boolean {
  return devices.get(device)?.revoked_at !== null;
}

interface Rows {
  readonly pairs: readonly Pair[];
  readonly devices: readonly LockedDevice[];
  readonly found: ReadonlySet<string>;
}

/** Which devices to lock must be read before any lock is held: a phone that was linked while we waited has no lock yet. */
async function lockAll(tx: Tx, { devices, members }: Participants): Promise<Rows> {
  const before = await walletsOfMembers(tx, members);
  const rows = await readDevices(tx, idsOf(devices, before), sql`FOR UPDATE OF d`);
  const found = await lockMembers(tx, members);
  const pairs = await walletsOfMembers(tx, members);
  if (!isSame(pairs, before)) throw new ChangedMeanwhile('a member has other devices than a moment ago');
  return { pairs, devices: rows, found };
}

async function lockMembersOnly(tx: Tx, { devices, members }: Participants): Promise<Rows> {
  const found = await lockMembers(tx, members);
  const pairs = await walletsOfMembers(tx, members);
  return { pairs, devices: await readDevices(tx, idsOf(devices, pairs), sql``), found };
}

function idsOf(devices: readonly string[], pairs: readonly Pair[]): readonly string[] {
  return [...new Set([...devices, ...pairs.map((pair) => pair.device)])];
}

function isSame(pairs: readonly Pair[], others: readonly Pair[]): boolean {
  const isOther = ({ member, device }: Pair, at: number) =>
    member !== others[at]?.member || device !== others[at].device;
  return pairs.length === others.length && !pairs.some(isOther);
}

interface Pair {
  readonly member: string;
  readonly device: string;
}

async function walletsOfMembers(tx: Tx, members: readonly string[]): Promise<readonly Pair[]> {
  if (members.length === 0) return [];
  const { rows } = await sql<Pair>`
    SELECT m.member, m.device
    FROM member_device m
    JOIN unnest(${members.map(bucketOf)}::smallint[], ${members}::text[]) AS k(bucket, id)
      ON m.bucket = k.bucket AND m.member = k.id
    ORDER BY m.member, m.device`.execute(tx);
  return rows;
}

async function readDevices(
  tx: Tx,
  ids: readonly string[],
  lock: RawBuilder<unknown>,
): Promise<readonly LockedDevice[]> {
  const { rows } = await sql<LockedDevice>`
    SELECT d.bucket, d.id, d.public_key, d.role, d.owner, d.epoch, d.last_seq, d.stream_head, d.revoked_at, d.seen_at
    FROM device d
    JOIN unnest(${ids.map(bucketOf)}::smallint[], ${ids}::text[]) AS k(bucket, id)
      ON d.bucket = k.bucket AND d.id = k.id
    ORDER BY d.bucket, d.id
    ${lock}`.execute(tx);
  return rows;
}

async function lockMembers(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ readonly id: string }>`
    SELECT m.id
    FROM member m
    JOIN unnest(${ids.map(bucketOf)}::smallint[], ${ids}::text[]) AS k(bucket, id)
      ON m.bucket = k.bucket AND m.id = k.id
    ORDER BY m.bucket, m.id
    FOR UPDATE OF m`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
