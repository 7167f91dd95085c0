// A sale that cannot be decided yet leaves a note, so that what takes it back waits as well: a till sends its other records
// without those that wait, and a phone may bring the undo of a sale that the till alone has told of.
import type { RecordResult } from '#api/sync.ts';
import { hexFromBytes, type Bytes } from '#base/bytes.ts';
import type { Random } from '#base/ports.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { type Db, inTransaction } from '#server/db/transaction.ts';
import { dropClaims, madeBefore, makeClaims } from './claims.ts';
import type { Claim } from './effect.ts';
import type { JudgedRecord } from './judged-record.ts';

/** Of records that all wait. Notes go after as long as a sale may wait. */
export async function noteWaiting(
  { db, random }: { readonly db: Db; readonly random: Random },
  awaited: readonly JudgedRecord[],
  nowMs: number,
): Promise<void> {
  const wishes = awaited.flatMap(({ record }) => {
    const receipt = receiptOf(record);
    return receipt === undefined ? [] : [{ claim: noteOf(receipt), eventId: record.id, passingAtMs: nowMs }];
  });
  if (wishes.length > 0) await inTransaction(db, random, (tx) => makeClaims(tx, wishes));
}

/** A sale that was refused in the end takes its note with it: what takes it back has nothing to wait for. */
export async function endNotes(
  db: Db,
  judged: readonly JudgedRecord[],
  results: readonly RecordResult[],
): Promise<void> {
  const refused = new Set(results.filter(({ status }) => status === 'rejected').map(({ id }) => id));
  const notes = judged.flatMap(({ record }) => {
    const receipt = refused.has(record.id) ? receiptOf(record) : undefined;
    return receipt === undefined ? [] : [noteOf(receipt)];
  });
  await dropClaims(db, notes);
}

/** Those whose sale nobody knows but as one that waits. */
export async function undosOfWaiting(
  db: Db,
  judged: readonly JudgedRecord[],
): Promise<ReadonlySet<JudgedRecord>> {
  const undos = judged.flatMap((each) => {
    const sale = unknownSaleOf(each);
    return sale === undefined ? [] : [{ each, note: noteOf(sale) }];
  });
  const noted = await madeBefore(
    db,
    undos.map(({ note }) => note),
  );
  return new Set(undos.filter(({ note }) => noted.has(note)).map(({ each }) => each));
}

function noteOf(receipt: Bytes): Claim {
  return {
    bucket: bucketOf(hexFromBytes(receipt)),
    kind: 'waiting',
    subject: Buffer.from(receipt),
    holder: '',
  };
}

/** Message id of a sale that may be taken back later. */
function receiptOf({ finding }: JudgedRecord['record']): Bytes | undefined {
  if (!finding.ok) return undefined;
  if (finding.contents.kind === 'earn') return finding.contents.earned.messageId;
  return finding.contents.kind === 'redeem' ? finding.contents.redeemed.messageId : undefined;
}

function unknownSaleOf({ record: { finding }, judgement }: JudgedRecord): Bytes | undefined {
  if (judgement.kind !== 'rejected' || judgement.code !== 'sale_unknown') return undefined;
  return finding.ok && finding.contents.kind === 'undo'
    ? finding.contents.undone.receipt.voidedId
    : undefined;
}
