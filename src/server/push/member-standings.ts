// Where a member stands in every programme, at the cost of what is new: from the stored fold, or from the whole log.
import { deserialize, serialize } from 'node:v8';
import { isAfter } from '#loyalty/ledger/events-in-order.ts';
import { FOLD_BASE_FORMAT } from '#loyalty/ledger/fold-base.ts';
import { timedOf } from '#loyalty/engine/timeline.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { KnownProgramme } from './directory.ts';
import { type FoldedMember, foldMember, type Member, type MemberFold, type Standing } from './fold.ts';
import { countLog, readLog } from './member-log.ts';
import { RecordFault } from './record-fault.ts';

/** Bytes of a stored fold; a longer life is folded from an older one, or from the log. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** Under the member's lock, in the transaction that extended the log: the stored fold is never ahead of it. */
export async function memberStandings(
  tx: Tx,
  programmes: ReadonlyMap<string, KnownProgramme>,
  member: Member,
): Promise<ReadonlyMap<string, Standing>> {
  const kept = await readFold(tx, member.id);
  const gone = kept && (await goOn(tx, programmes, { kept, member }));
  if (gone !== undefined) {
    await writeFold(tx, member.id, gone.next);
    return gone.standings;
  }
  const events = await readLog(tx, member.id);
  const whole = RecordFault.guard(() => foldMember(programmes, { events }, member))!;
  if (kept !== undefined) await dropFold(tx, member.id);
  await writeFold(tx, member.id, whole.next);
  return whole.standings;
}

/** `undefined` when the stored fold cannot serve: its count says whether it and the events after it are the whole log. */
async function goOn(
  tx: Tx,
  programmes: ReadonlyMap<string, KnownProgramme>,
  { kept, member }: { readonly kept: MemberFold; readonly member: Member },
): Promise<FoldedMember | undefined> {
  const from = await readLog(tx, member.id, kept.floor.atMs);
  const events = from.filter((event) => isAfter(timedOf(event), kept.floor));
  if (kept.events + events.length !== (await countLog(tx, member.id))) return undefined;
  try {
    return foldMember(programmes, { kept, events }, member);
  } catch {
    // A cache is never to blame for a record: if the log itself cannot be folded, folding it will say so.
    return undefined;
  }
}

async function readFold(tx: Tx, memberId: string): Promise<MemberFold | undefined> {
  const row = await tx
    .selectFrom('member_fold')
    .select(['events', 'floor_ms', 'floor_id', 'body'])
    .where('bucket', '=', bucketOf(memberId))
    .where('member', '=', memberId)
    .where('format', '=', FOLD_BASE_FORMAT)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const programmes = partsFrom(row.body);
  return { floor: { atMs: row.floor_ms, id: row.floor_id }, events: row.events, programmes };
}

/** No parts for what cannot be read: then no programme is known, and the log is folded. */
function partsFrom(body: Buffer): MemberFold['programmes'] {
  try {
    const parts: unknown = deserialize(body);
    return parts instanceof Map ? (parts as MemberFold['programmes']) : new Map();
  } catch {
    return new Map();
  }
}

async function writeFold(tx: Tx, memberId: string, fold: MemberFold | undefined): Promise<void> {
  const body = fold && serialize(fold.programmes);
  if (fold === undefined || body === undefined || body.length > MAX_BODY_BYTES) return;
  const { floor, events } = fold;
  const news = { format: FOLD_BASE_FORMAT, events, floor_ms: floor.atMs, floor_id: floor.id, body };
  await tx
    .insertInto('member_fold')
    .values({ bucket: bucketOf(memberId), member: memberId, ...news })
    .onConflict((conflict) => conflict.columns(['bucket', 'member']).doUpdateSet(news))
    .execute();
}

async function dropFold(tx: Tx, memberId: string): Promise<void> {
  await tx
    .deleteFrom('member_fold')
    .where('bucket', '=', bucketOf(memberId))
    .where('member', '=', memberId)
    .execute();
}
