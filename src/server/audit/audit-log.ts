// What operators did, in a chain: each row's hash covers the row before it, so a row that is changed or missing shows.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { err, ok, type Result } from '#base/result.ts';
import type { Db, Tx } from '#server/db/transaction.ts';

export interface AuditEntry {
  readonly atMs: number;
  /** The operator's name and the beginning of its key's id. */
  readonly actor: string;
  /** Words of the command, like `terminal revoke`. */
  readonly act: string;
  readonly target: string;
  /** Never a key, a code or anything about a person. */
  readonly details?: AuditDetails;
}

export type AuditDetails = Readonly<Record<string, string | number>>;

export interface AuditRow extends Required<AuditEntry> {
  readonly seq: number;
}

export interface AuditFault {
  readonly kind: 'audit_broken';
  /** The first row that does not follow from the one before. */
  readonly seq: number;
}

const HEAD = 'audit_head';
const GENESIS = Buffer.alloc(32);

/** Appends under the lock of the head, in the same transaction as the act: neither without the other. */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<number> {
  return appendTo(tx, await lockHead(tx), entry);
}

/** Unless the same actor has done the same within this time: of the newest rows, which is enough for what comes many at a time. */
export async function appendAuditOnce(tx: Tx, entry: AuditEntry, withinMs: number): Promise<void> {
  const head = await lockHead(tx);
  const { rows } = await sql<{ readonly n: number }>`
    SELECT count(*) AS n FROM audit
    WHERE seq > ${head.seq - ONCE_AMONG} AND actor = ${entry.actor} AND act = ${entry.act}
      AND target = ${entry.target} AND at > ${entry.atMs - withinMs}`.execute(tx);
  if (rows[0]!.n === 0) await appendTo(tx, head, entry);
}

const ONCE_AMONG = 200;

interface Head {
  readonly seq: number;
  readonly hash: Buffer;
}

async function lockHead(tx: Tx): Promise<Head> {
  const first = { name: HEAD, value: headText({ seq: 0, hash: GENESIS }) };
  await tx
    .insertInto('server_state')
    .values(first)
    .onConflict((on) => on.doNothing())
    .execute();
  const { value } = await tx
    .selectFrom('server_state')
    .select('value')
    .where('name', '=', HEAD)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return headFrom(value);
}

async function appendTo(tx: Tx, head: Head, entry: AuditEntry): Promise<number> {
  const row: AuditRow = { details: {}, ...entry, seq: head.seq + 1 };
  const hash = hashOf(head.hash, row);
  const { seq, atMs, actor, act, target } = row;
  const details = JSON.stringify(row.details);
  await tx.insertInto('audit').values({ seq, at: atMs, actor, act, target, details, hash }).execute();
  await tx
    .updateTable('server_state')
    .set({ value: headText({ seq, hash }) })
    .where('name', '=', HEAD)
    .execute();
  return seq;
}

/** The newest first. */
export async function readAudit(db: Db, limit: number): Promise<readonly AuditRow[]> {
  const rows = await db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(limit).execute();
  return rows.map(rowFrom);
}

/** Follows the chain from the first row to the head; the number of rows. Refusal: `audit_broken`. */
export async function verifyAudit(db: Db): Promise<Result<number, AuditFault>> {
  const head = await readHead(db);
  if (!head.ok) return head;
  const followed = await follow(db, { seq: 0, hash: GENESIS }, head.value);
  return followed.ok ? ok(head.value.seq) : followed;
}

export interface NewestVerified {
  readonly whole: boolean;
  /** How many rows were followed. */
  readonly checked: number;
  readonly rows: number;
}

/** The same from the row before the newest `most` ones, whose hash is believed: as much work however long the log has grown. */
export async function verifyNewest(db: Db, most: number): Promise<NewestVerified> {
  const head = await readHead(db);
  if (!head.ok) return { whole: false, checked: 0, rows: head.error.seq };
  const { seq: rows } = head.value;
  const checked = Math.min(rows, most);
  const start = checked === rows ? { seq: 0, hash: GENESIS } : await rowAt(db, rows - checked);
  const whole = start !== undefined && (await follow(db, start, head.value)).ok;
  return { whole, checked, rows };
}

/** Others append meanwhile: rows that are there before the head is read are no more than it says. */
async function readHead(db: Db): Promise<Result<Head, AuditFault>> {
  const last = await db
    .selectFrom('audit')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .executeTakeFirst();
  const stored = await db
    .selectFrom('server_state')
    .select('value')
    .where('name', '=', HEAD)
    .executeTakeFirst();
  const head = stored === undefined ? { seq: 0, hash: GENESIS } : headFrom(stored.value);
  return (last?.seq ?? 0) > head.seq ? err({ kind: 'audit_broken', seq: head.seq + 1 }) : ok(head);
}

const PAGE_ROWS = 1000;

async function follow(db: Db, start: Head, end: Head): Promise<Result<null, AuditFault>> {
  let { seq, hash } = start;
  while (seq < end.seq) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', seq)
      .where('seq', '<=', end.seq)
      .orderBy('seq')
      .limit(PAGE_ROWS)
      .execute();
    if (rows.length === 0) return err({ kind: 'audit_broken', seq: seq + 1 });
    for (const row of rows) {
      seq += 1;
      hash = hashOf(hash, rowFrom(row));
      if (row.seq !== seq || !hash.equals(row.hash)) return err({ kind: 'audit_broken', seq });
    }
  }
  return hash.equals(end.hash) ? ok(null) : err({ kind: 'audit_broken', seq: end.seq });
}

async function rowAt(db: Db, seq: number): Promise<Head | undefined> {
  return db.selectFrom('audit').select(['seq', 'hash']).where('seq', '=', seq).executeTakeFirst();
}

interface StoredRow {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly act: string;
  readonly target: string;
  readonly details: AuditDetails;
}

function rowFrom({ seq, at, actor, act, target, details }: StoredRow): AuditRow {
  return { seq, atMs: at, actor, act, target, details };
}

function hashOf(previous: Buffer, { seq, atMs, actor, act, target, details }: AuditRow): Buffer {
  // The database does not keep the order of keys.
  const sorted = Object.entries(details).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([seq, atMs, actor, act, target, sorted]);
  return createHash('sha256').update(previous).update(text).digest();
}

function headText({ seq, hash }: Head): string {
  return `${seq}:${hash.toString('hex')}`;
}

function headFrom(value: string): Head {
  const [seq, hash] = value.split(':') as [string, string];
  return { seq: Number(seq), hash: Buffer.from(hash, 'hex') };
}
