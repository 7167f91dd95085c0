// Support for one member, and the right to be forgotten.
import { uuidV7 } from '#base/uuid.ts';
import { type AdminCommand, type AdminDeps, type Given, act } from '#server/admin/command.ts';
import { eraseAtTills, eraseWhatIsUnderWay, type Person } from '#server/admin/erase-at-tills.ts';
import { auditName, devicesOf, findMember } from '#server/admin/find-member.ts';
import { lastEvents, lastPostings } from '#server/admin/member-postings.ts';
import { ALL_BUCKETS, bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import { noteErased } from '#server/enrolment/erased-members.ts';
import { bookLegs, holdLegs, issueLegs, memberPrefix } from '#server/push/ledger.ts';
import { lockParticipants } from '#server/push/locks.ts';
import { forgetCustomer } from '#server/push/sales.ts';
import { revokeDevice } from '#server/spending/status-marks.ts';
import { forgetRecovery } from '#server/recovery/set-recovery-key.ts';

const LAST_EVENTS = 20;

export const MEMBER_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['member', 'show'],
    args: ['MEMBER'],
    about:
      'devices, balances, vouchers of a member, by id or by the name that the wallet shows; the last records of their phones, what was last posted and by which till, the last sales and other events',
    run: showMember,
  },
  {
    words: ['member', 'erase'],
    args: ['MEMBER'],
    options: ['reason'],
    about: 'forget a member on request; the ledger stays and sums to zero',
    run: eraseMember,
  },
];

async function showMember(deps: AdminDeps, [wanted]: readonly string[]): Promise<number> {
  const id = await findMember(deps, wanted!);
  if (id === undefined) return 1;
  const bucket = bucketOf(id);
  const { db } = deps;
  const member = await db
    .selectFrom('member')
    .selectAll()
    .where('bucket', '=', bucket)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const balances = await db
    .selectFrom('balance')
    .select(['account', 'amount'])
    .where('bucket', '=', bucket)
    .where('account', 'like', `${memberPrefix(id)}%`)
    .execute();
  const vouchers = await db
    .selectFrom('voucher')
    .select(['id', 'programme', 'voucher', 'issued_at'])
    .where('bucket', '=', bucket)
    .where('member', '=', id)
    .execute();
  const devices = await devicesOf(deps, id);
  const records = await Promise.all(devices.map((device) => lastRecords(deps, device.id)));
  const view = {
    id,
    joined: iso(member.joined_at),
    balances: Object.fromEntries(
      balances.map((row) => [row.account.slice(memberPrefix(id).length), row.amount]),
    ),
    vouchers: vouchers.map((row) => ({ ...row, issued_at: iso(row.issued_at) })),
    devices: devices.map((row) => ({
      key: row.id,
      assurance: row.assurance === 1 ? 'non_extractable' : 'soft',
      seen: iso(row.server_time_proved),
      revoked: row.revoked_at === null ? null : iso(row.revoked_at),
    })),
    lastRecords: records
      .flat()
      .toSorted((a, b) => (a.received < b.received ? 1 : -1))
      .slice(0, LAST_EVENTS),
    lastPostings: await lastPostings(db, id),
    lastEvents: await lastEvents(db, id),
  };
  await act(deps, { act: 'member show', target: auditName(id) }, () => Promise.resolve());
  deps.print(JSON.stringify(view, undefined, 2));
  return 0;
}

async function lastRecords({ db }: AdminDeps, device: string) {
  const rows = await db
    .selectFrom('event')
    .select(['kind', 'status', 'code', 'received_at'])
    .where('bucket', '=', bucketOf(device))
    .where('device', '=', device)
    .orderBy('received_at', 'desc')
    .limit(LAST_EVENTS)
    .execute();
  return rows.map(({ kind, status, code, received_at }) => ({
    kind,
    status,
    code,
    received: iso(received_at),
  }));
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/**
 * Removes the keys of the person's devices, what they bought, and every copy of what they signed or of what names them, also in
 * the records of tills. What stays: legs under a random id that nothing leads to any more, the decisions without their contents,
 * the ids of used vouchers, and digests by which a phone that comes back as this member, or with one of their keys, is known.
 */
async function eraseMember(
  deps: AdminDeps,
  [wanted]: readonly string[],
  { options }: Given,
): Promise<number> {
  if (options.reason === undefined) {
    deps.explain('Say why with --reason: it goes into the audit log. It cannot be undone.');
    return 1;
  }
  const id = await findMember(deps, wanted!);
  if (id === undefined) return 1;
  const done = { act: 'member erase', target: auditName(id), details: { reason: options.reason } };
  const person = await act(deps, done, async (tx) => {
    await lockParticipants(tx, { devices: [], members: [id] });
    await lapsePoints(tx, deps, id);
    const devices = await devicesOf({ db: tx }, id);
    const known: Person = { member: id, deviceKeys: devices.map((device) => device.public_key) };
    await eraseAtTills(tx, known);
    for (const { id: device } of devices) {
      // What the phone may still have could be shown to a till that has no line.
      await revokeDevice(tx, { device, member: id }, deps.clock.nowMs());
      await noteErased(tx, device, deps.clock.nowMs());
      await forgetDevice(tx, device, bucketOf(id));
    }
    await forgetRecovery(tx, id);
    await forgetMember(tx, id);
    await noteErased(tx, id, deps.clock.nowMs());
    return known;
  });
  await eraseWhatIsUnderWay(deps, person, deps.clock.nowMs());
  deps.explain('Erased. The phone, should it still be there, becomes a new member at its next sync.');
  return 0;
}

/** What the member had goes back to where it came from, leg by leg. */
async function lapsePoints(tx: Tx, { clock, random }: AdminDeps, memberId: string): Promise<void> {
  const bucket = bucketOf(memberId);
  const event = uuidV7(clock.nowMs(), random.bytes(10));
  const rows = await tx
    .selectFrom('balance')
    .select(['account', 'amount'])
    .where('bucket', '=', bucket)
    .where('account', 'like', `${memberPrefix(memberId)}%`)
    .execute();
  const legs = rows.flatMap(({ account, amount }) => {
    const place = account.slice(memberPrefix(memberId).length).split('/');
    const [programmeId, unit, held] = place as [string, string, string?];
    const back = { bucket, event, memberId, programmeId, unit, change: -amount };
    if (amount === 0) return [];
    return [...(held === undefined ? [] : holdLegs(back)), ...issueLegs(back)];
  });
  await bookLegs(tx, legs);
}

async function forgetDevice(tx: Tx, device: string, ownersBucket: number): Promise<void> {
  const bucket = bucketOf(device);
  const proofs = tx.deleteFrom('equivocation').where('bucket', '=', ownersBucket);
  await proofs.where('device', '=', device).execute();
  await tx.deleteFrom('change').where('bucket', '=', bucket).where('stream', '=', device).execute();
  await tx
    .updateTable('event')
    .set({ cose: Buffer.alloc(0) })
    .where('bucket', '=', bucket)
    .where('device', '=', device)
    .execute();
  await tx.deleteFrom('device').where('bucket', '=', bucket).where('id', '=', device).execute();
}

const MEMBER_TABLES = [
  'allowance',
  'hold',
  'member_device',
  'member_event',
  'member_file',
  'member_fold',
  'member_passkey',
  'member_tier',
] as const;

async function forgetMember(tx: Tx, member: string): Promise<void> {
  const bucket = bucketOf(member);
  const vouchers = await tx
    .selectFrom('voucher')
    .select('id')
    .where('bucket', '=', bucket)
    .where('member', '=', member)
    .execute();
  const ids = vouchers.map((row) => row.id);
  await forgetCustomer(tx, member, ids);
  if (ids.length > 0) {
    await tx.deleteFrom('credential').where('bucket', '=', bucket).where('voucher', 'in', ids).execute();
    const rows = tx.updateTable('voucher').set({ terms: null }).where('bucket', '=', bucket);
    await rows.where('id', 'in', ids).execute();
  }
  await tx
    .updateTable('payment')
    .set({ cose: Buffer.alloc(0) })
    .where('bucket', '=', bucket)
    .where('member', '=', member)
    .execute();
  // Of phones that never came: by their keys, so in any bucket.
  const links = tx.deleteFrom('device_link').where('bucket', 'in', ALL_BUCKETS);
  await links.where('member', '=', member).execute();
  for (const table of MEMBER_TABLES)
    await tx.deleteFrom(table).where('bucket', '=', bucket).where('member', '=', member).execute();
  await tx
    .deleteFrom('balance')
    .where('bucket', '=', bucket)
    .where('account', 'like', `${memberPrefix(member)}%`)
    .execute();
  await tx.deleteFrom('member').where('bucket', '=', bucket).where('id', '=', member).execute();
}
