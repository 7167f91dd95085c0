// A till may bring a sale of a member that there is not: forgotten with an older backup, or erased on request. What is told of
// the first counts. The second's sale happened, and its voucher is used; of its customer nothing is written down again.
import { sql } from 'kysely';
import { bucketOf } from '#server/db/bucket.ts';
import { ChangedMeanwhile, type Tx } from '#server/db/transaction.ts';
import { digestOf, isErased } from '#server/enrolment/erased-members.ts';
import type { Decision } from './decision.ts';
import { type Judgement, NOBODY } from './effect.ts';
import type { JudgedRecord } from './judged-record.ts';
import type { Locked, Participants } from './locks.ts';

/**
 * Who takes part and has been erased; the others that there are not get their row, because it is their lock: two who tell of one
 * forgotten member at once would write the same place of their file. Hardly ever anybody.
 */
export async function admitForgotten(
  tx: Tx,
  { members }: Participants,
  { locked, nowMs }: { readonly locked: Locked; readonly nowMs: number },
): Promise<ReadonlySet<string>> {
  const missing = [...new Set(members)].filter((id) => !locked.members.has(id));
  const erased = new Set<string>();
  if (missing.length === 0) return erased;
  await insertMembers(tx, missing.toSorted(), nowMs);
  for (const id of missing) {
    if (!(await isErased(tx, id))) continue;
    erased.add(id);
    await tx.deleteFrom('member').where('bucket', '=', bucketOf(id)).where('id', '=', id).execute();
  }
  return erased;
}

async function insertMembers(tx: Tx, ids: readonly string[], nowMs: number): Promise<void> {
  const { rows } = await sql`
    INSERT INTO member (bucket, id, joined_at)
    SELECT k.bucket, k.id, ${nowMs} FROM unnest(${ids.map(bucketOf)}::smallint[], ${ids}::text[]) AS k(bucket, id)
    ON CONFLICT (bucket, id) DO NOTHING
    RETURNING id`.execute(tx);
  if (rows.length < ids.length) throw new ChangedMeanwhile('somebody else has told of a forgotten member');
}

/** Payments stay whole: what was set aside for them is still to be settled with the merchant. */
export function withoutErased(judged: JudgedRecord, erased: ReadonlySet<string>): JudgedRecord {
  const { record, judgement } = judged;
  if (judgement.kind !== 'effect' || judgement.effect.payment !== undefined) return judged;
  const { event: _, receipt: __, sale, ...effect } = judgement.effect;
  if (effect.reversed !== undefined || !erased.has(effect.memberId)) return judged;
  const nobodys = sale === undefined ? {} : { sale: { ...sale, memberId: NOBODY } };
  return { record, judgement: { kind: 'effect', effect: { ...effect, ...nobodys } } };
}

/** Of a record about somebody who was erased the decision is kept, and a hash by which it is known again: its bytes name them. */
export function withoutBytes(
  decisions: readonly Decision[],
  judged: readonly JudgedRecord[],
  erased: ReadonlySet<string>,
): readonly Decision[] {
  if (erased.size === 0) return decisions;
  const about = new Map(judged.map(({ record, judgement }) => [record, personNamedIn(judgement)]));
  return decisions.map((decision) =>
    erased.has(about.get(decision.record) ?? NOBODY)
      ? { ...decision, record: { ...decision.record, cose: new Uint8Array() } }
      : decision,
  );
}

/** Of those that these records are about. */
export async function erasedAmong(tx: Tx, judged: readonly JudgedRecord[]): Promise<ReadonlySet<string>> {
  const members = [...new Set(judged.flatMap(({ judgement }) => personNamedIn(judgement) ?? []))];
  if (members.length === 0) return new Set();
  const digests = new Map(members.map((id) => [digestOf(id).toString('hex'), id]));
  const { rows } = await sql<{ readonly digest: Buffer }>`
    SELECT e.digest FROM erased_member e
    JOIN unnest(${members.map(bucketOf)}::smallint[], ${members.map(digestOf)}::bytea[]) AS k(bucket, digest)
      ON e.bucket = k.bucket AND e.digest = k.digest`.execute(tx);
  return new Set(rows.flatMap(({ digest }) => digests.get(digest.toString('hex')) ?? []));
}

/** Whose record is emptied with them; one of a payment stays whole, and what a member has stated is gone with its device. */
function personNamedIn(judgement: Judgement): string | undefined {
  return judgement.kind === 'effect' && judgement.effect.payment === undefined
    ? judgement.effect.memberId
    : undefined;
}
