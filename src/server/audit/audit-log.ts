// What operators did, in a chain: each row's hash covers the row before it, so a row that is changed or missing shows.
import { createHash } from 'node:crypto';
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
  const first = { name: HEAD, value: headText(0, GENESIS) };
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
  const [last, previous] = value.split(':') as [string, string];
  const row: AuditRow = { details: {}, ...entry, seq: Number(last) + 1 };
  const hash = hashOf(Buffer.from(previous, 'hex'), row);
  const { seq, atMs, actor, act, target } = row;
  const details = JSON.stringify(row.details);
  await tx.insertInto('audit').values({ seq, at: atMs, actor, act, target, details, hash }).execute();
  await tx
    .updateTable('server_state')
    .set({ value: headText(seq, hash) })
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
  const rows = await db.selectFrom('audit').selectAll().orderBy('seq').execute();
  let hash: Buffer = GENESIS;
  for (const [index, row] of rows.entries()) {
    hash = hashOf(hash, rowFrom(row));
    if (row.seq !== index + 1 || !hash.equals(row.hash)) return err({ kind: 'audit_broken', seq: index + 1 });
  }
  const head = await db
    .selectFrom('server_state')
    .select('value')
    .where('name', '=', HEAD)
    .executeTakeFirst();
  const isWhole = (head?.value ?? headText(0, GENESIS)) === headText(rows.length, hash);
  return isWhole ? ok(rows.length) : err({ kind: 'audit_broken', seq: rows.length + 1 });
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

function headText(seq: number, hash: Buffer): string {
  return `${seq}:${hash.toString('hex')}`;
}
