// What `status_entry` has is copied to `status_mark`, in code: a bucket is a part of a SHA-256, which the engines spell in
// different ways. The old table stays as it is, for a server of before that may still run beside; what that one writes is
// copied when retention finds that the table has changed.
import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { BUCKETS, bucketOf } from '#server/db/bucket.ts';
import type { Database } from '#server/db/schema.ts';

const PAGE_ROWS = 1_000;
/** Of what cannot be told when it ends: the last instant of a JavaScript date. */
const NEVER_MS = 8_640_000_000_000_000;

export const statement = { execute: (db: Kysely<Database>) => carryStatusEntries(db) };

/** Of the table as it was last copied: how many rows, how many of them revoked and withdrawn, and when the newest was. */
const CARRIED = 'status_entries_carried';

/**
 * Page by page, if the table has changed; how many rows it has then. Adds what is missing, and marks what was revoked since the
 * last time: no mark that was taken away since then comes back.
 */
export async function carryStatusEntries(db: Kysely<Database>): Promise<number> {
  const is = await summaryOf(db);
  const was = await carriedSummary(db);
  if (is === was) return 0;
  const newestMs = Number(was?.split('/')[3] ?? -1);
  const count = await carryAll(db, newestMs);
  await sql`
    INSERT INTO server_state (name, value) VALUES (${CARRIED}, ${is})
    ON CONFLICT (name) DO UPDATE SET value = excluded.value`.execute(db);
  return count;
}

async function summaryOf(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<Record<'entries' | 'revoked' | 'withdrawn' | 'newest', number>>`
    SELECT count(*) AS entries, count(revoked_at) AS revoked, count(withdrawn_at) AS withdrawn,
      coalesce(max(revoked_at), -1) AS newest
    FROM status_entry`.execute(db);
  const { entries, revoked, withdrawn, newest } = rows[0]!;
  return `${entries}/${revoked}/${withdrawn}/${newest}`;
}

async function carriedSummary(db: Kysely<Database>): Promise<string | undefined> {
  const { rows } = await sql<{ readonly value: string }>`
    SELECT value FROM server_state WHERE name = ${CARRIED}`.execute(db);
  return rows[0]?.value;
}

async function carryAll(db: Kysely<Database>, revokedAfterMs: number): Promise<number> {
  let last = -1;
  let count = 0;
  for (;;) {
    const { rows } = await sql<Entry>`
      SELECT place, kind, subject, revoked_at, withdrawn_at FROM status_entry
      WHERE place > ${last} ORDER BY place LIMIT ${PAGE_ROWS}`.execute(db);
    const owners = await ownersOf(db, rows);
    const marks = rows.map((row) => markFrom(row, owners));
    await insertMarks(db, marks, revokedAfterMs);
    // A key whose device is gone and whose place was marked is that of an erased member: nobody's for ever.
    await noteErased(
      db,
      rows.filter((row) => row.kind === 'device' && row.revoked_at !== null && !owners.has(row.subject)),
    );
    count += rows.length;
    if (rows.length < PAGE_ROWS) return count;
    last = rows.at(-1)!.place;
  }
}

interface Entry {
  readonly place: number;
  readonly kind: 'device' | 'voucher';
  /** Device id, `voucher id/device id`, or `retired/random id` of a form that was given up. */
  readonly subject: string;
  readonly revoked_at: number | null;
  readonly withdrawn_at: number | null;
}

interface Owner {
  readonly id: string;
  readonly owner: string;
  readonly certificate_until: number;
  readonly stopped_at: number | null;
}

type Owners = ReadonlyMap<string, Owner>;

async function ownersOf(db: Kysely<Database>, entries: readonly Entry[]): Promise<Owners> {
  const ids = entries.flatMap(({ kind, subject }) => (kind === 'device' ? [subject] : []));
  const { rows } = await sql<Owner>`
    SELECT d.id, d.owner, d.certificate_until, coalesce(d.revoked_at, d.frozen_at) AS stopped_at FROM device d
    JOIN unnest(${ids.map(bucketOf)}::smallint[], ${ids}::text[]) AS k(bucket, id)
      ON d.bucket = k.bucket AND d.id = k.id`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

interface Mark {
  readonly bucket: number;
  readonly kind: 'device' | 'voucher' | 'retired';
  readonly subject: string;
  readonly holder: string;
  readonly endsAtMs: number;
  readonly revokedAtMs: number | null;
  readonly entry: Entry;
}

function markFrom(entry: Entry, owners: Owners): Mark {
  const { kind, subject, place, revoked_at: revokedAtMs } = entry;
  const whole = { subject, holder: '', endsAtMs: NEVER_MS, revokedAtMs, entry };
  if (kind === 'device') {
    const owner = owners.get(subject);
    const endsAtMs = owner?.certificate_until || NEVER_MS;
    // It may have been stopped before this place was known.
    const stoppedAtMs = revokedAtMs ?? owner?.stopped_at ?? null;
    const bucket = bucketOf(owner?.owner ?? subject);
    return { ...whole, bucket, kind, endsAtMs, revokedAtMs: stoppedAtMs };
  }
  // Of which voucher it was nobody knows any more.
  if (subject.startsWith('retired/')) return { ...whole, bucket: place % BUCKETS, kind: 'retired' };
  const [voucher, holder] = subject.split('/') as [string, string?];
  const bucket = Number.parseInt(voucher.slice(0, 4), 16) % BUCKETS;
  return { ...whole, bucket, kind, subject: voucher, holder: holder ?? '' };
}

async function insertMarks(
  db: Kysely<Database>,
  marks: readonly Mark[],
  revokedAfterMs: number,
): Promise<void> {
  await sql`
    INSERT INTO status_mark (bucket, place, kind, subject, holder, ends_at, revoked_at, withdrawn_at)
    SELECT * FROM unnest(
      ${marks.map(({ bucket }) => bucket)}::smallint[],
      ${marks.map(({ entry }) => entry.place)}::int[],
      ${marks.map(({ kind }) => kind)}::text[],
      ${marks.map(({ subject }) => subject)}::text[],
      ${marks.map(({ holder }) => holder)}::text[],
      ${marks.map(({ endsAtMs }) => endsAtMs)}::bigint[],
      ${marks.map(({ revokedAtMs }) => revokedAtMs)}::bigint[],
      ${marks.map(({ entry }) => entry.withdrawn_at)}::bigint[])
    ON CONFLICT (bucket, place) DO UPDATE
      SET revoked_at = excluded.revoked_at, withdrawn_at = coalesce(status_mark.withdrawn_at, excluded.withdrawn_at)
      WHERE (status_mark.revoked_at IS NULL AND excluded.revoked_at > ${revokedAfterMs})
        OR (status_mark.withdrawn_at IS NULL AND excluded.withdrawn_at IS NOT NULL)`.execute(db);
}

async function noteErased(db: Kysely<Database>, entries: readonly Entry[]): Promise<void> {
  await sql`
    INSERT INTO erased_member (bucket, digest, erased_at)
    SELECT * FROM unnest(
      ${entries.map(({ subject }) => bucketOf(subject))}::smallint[],
      ${entries.map(({ subject }) => createHash('sha256').update(subject).digest())}::bytea[],
      ${entries.map(({ revoked_at }) => revoked_at)}::bigint[])
    ON CONFLICT DO NOTHING`.execute(db);
}
