// Everything a wallet needs to be up to date, whatever it has missed: the member's file from the beginning, page by page, and
// with the last page what is true now. In the shape of changes, which may come twice without harm.
import { sql } from 'kysely';
import { MAX_CHANGES, MAX_SNAPSHOT_CHANGES } from '#api/limits.ts';
import type { SyncChange, SyncReply } from '#api/sync.ts';
import { base64FromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db, Tx } from '#server/db/transaction.ts';
import { voucherFrom } from './credential.ts';
import { memberPrefix } from './ledger.ts';
import { voucherPlaces } from './voucher-places.ts';

export interface SnapshotDeps {
  readonly db: Db;
  readonly clock: Clock;
}

export interface SnapshotRequest {
  readonly deviceId: string;
  readonly memberId: string;
  /** Where the wallet's stream stands by its own account; it moves with the last page only. */
  readonly cursor: number;
  /** The last place of the file that the wallet has stored. */
  readonly at: number;
}

export type SnapshotReply = Pick<SyncReply, 'changes' | 'cursor' | 'more' | 'snapshot'>;

export async function readSnapshot(deps: SnapshotDeps, request: SnapshotRequest): Promise<SnapshotReply> {
  const { db } = deps;
  const { deviceId, memberId, cursor } = request;
  // Before anything else: what is decided while we read comes again in the stream after it.
  const { stream_head: head } = await db
    .selectFrom('device')
    .select('stream_head')
    .where('bucket', '=', bucketOf(deviceId))
    .where('id', '=', deviceId)
    .executeTakeFirstOrThrow();
  const total = await fileLength(db, memberId);
  // A place beyond the file's end belongs to a file that is gone, with the server's memory of it.
  const at = request.at > total ? 0 : request.at;
  const page = await readPage(db, memberId, at);
  const reached = page.at(-1)?.seq ?? at;
  const done = reached >= total;
  const changes = [...page.map(({ change }) => change), ...(done ? await readPresent(deps, request) : [])];
  return {
    changes: [],
    cursor: done ? head : cursor,
    more: !done,
    snapshot: { changes, at: reached, total, done },
  };
}

async function fileLength(db: Db, memberId: string): Promise<number> {
  const row = await db
    .selectFrom('member_file')
    .select((eb) => eb.fn.max<number | null>('seq').as('last'))
    .where('bucket', '=', bucketOf(memberId))
    .where('member', '=', memberId)
    .executeTakeFirstOrThrow();
  return row.last ?? 0;
}

async function readPage(db: Db, memberId: string, at: number) {
  const rows = await db
    .selectFrom('member_file')
    .select(['seq', 'body'])
    .where('bucket', '=', bucketOf(memberId))
    .where('member', '=', memberId)
    .where('seq', '>', at)
    .orderBy('seq')
    .limit(MAX_CHANGES)
    .execute();
  // Written by ourselves in the shape of the contract.
  return rows.map(({ seq, body }) => ({ seq, change: body as SyncChange }));
}

/** This device's credentials that may still be used, where the other vouchers are, and balances as they are booked. */
async function readPresent(
  { db, clock }: SnapshotDeps,
  request: SnapshotRequest,
): Promise<readonly SyncChange[]> {
  return [
    ...(await readCredentials(db, request, clock.nowMs())),
    ...(await voucherPlaces(db, request.memberId, request.deviceId)),
    ...(await readBalances(db, request.memberId)),
  ];
}

/** Newest vouchers win in the unlikely case that there are more than a page takes. */
const MOST_CREDENTIALS = MAX_SNAPSHOT_CHANGES / 4;

async function readCredentials(
  db: Db,
  { deviceId, memberId }: SnapshotRequest,
  nowMs: number,
): Promise<readonly SyncChange[]> {
  const bucket = bucketOf(memberId);
  const rows = await db
    .selectFrom('credential')
    .innerJoin('voucher', (join) =>
      join.onRef('voucher.bucket', '=', 'credential.bucket').onRef('voucher.id', '=', 'credential.voucher'),
    )
    .select(['credential.voucher', 'credential.cose'])
    .where('credential.bucket', '=', bucket)
    .where('credential.device', '=', deviceId)
    .orderBy('voucher.issued_at', 'desc')
    .limit(MOST_CREDENTIALS)
    .execute();
  const open = rows.filter(({ cose }) => expiryMs(cose) > nowMs);
  const used = await usedOnce(
    db,
    bucket,
    open.map(({ voucher }) => voucher),
  );
  return open
    .filter(({ voucher, cose }) => !used.has(voucher) || mostUses(cose) > 1)
    .map(({ cose }) => ({ kind: 'voucher', cose: base64FromBytes(new Uint8Array(cose)) }));
}

/** Of these vouchers, those whose first use is claimed. */
export async function usedOnce(
  db: Db | Tx,
  bucket: number,
  vouchers: readonly string[],
): Promise<ReadonlySet<string>> {
  if (vouchers.length === 0) return new Set();
  const { rows } = await sql<{ readonly subject: Buffer }>`
    SELECT subject FROM claim
    WHERE bucket = ${bucket} AND kind = 'redeem'
      AND subject = ANY(${vouchers.map((id) => Buffer.from(`${id}00000001`, 'hex'))}::bytea[])`.execute(db);
  return new Set(rows.map(({ subject }) => subject.toString('hex').slice(0, -8)));
}

function expiryMs(cose: Buffer): number {
  return (voucherFrom(cose)?.expiresAtS ?? 0) * 1_000;
}

function mostUses(cose: Buffer): number {
  return voucherFrom(cose)?.maxUses ?? 1;
}

async function readBalances(db: Db, memberId: string): Promise<readonly SyncChange[]> {
  const prefix = memberPrefix(memberId);
  const rows = await db
    .selectFrom('balance')
    .select(['account', 'amount'])
    .where('bucket', '=', bucketOf(memberId))
    .where('account', 'like', `${prefix}%`)
    .orderBy('account')
    .execute();
  return rows.map(({ account, amount }) => {
    const [programme, unit] = account.slice(prefix.length).split('/');
    return { kind: 'balance', programme: programme!, unit: unit!, qty: amount };
  });
}
