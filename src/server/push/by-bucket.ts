// A push on a cluster: (1) the device's bucket notes each record's place in its journal, and the tills' buckets the places of
// their receipts, (2) each member's bucket decides and applies in one transaction, (3) the device's bucket stores the
// decisions, (4) other devices hear of it. Every step may be repeated; whoever pushes again after a crash finishes what was
// begun.
import { sql } from 'kysely';
import type { RecordResult } from '#api/sync.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { type Db, inTransaction, type Tx } from '#server/db/transaction.ts';
import type { DecisionStatus } from '#server/db/receipt-tables.ts';
import type { Random } from '#base/ports.ts';
import { adjudicate, type AdjudicationDeps, withinSales } from './adjudicate.ts';
import { chainReceipts } from './chain-receipts.ts';
import type { CheckedRecord } from './check-record.ts';
import { makeClaims } from './claims.ts';
import type { Decision } from './decision.ts';
import { createDeliveries, deliver } from './deliveries.ts';
import { type JudgedRecord, memberOf } from './judged-record.ts';
import { lockParticipants } from './locks.ts';
import { sortOutSettled } from './settled.ts';
import type { AdjudicationSteps } from './steps.ts';
import { erasedAmong, withoutBytes } from './without-erased.ts';
import { writeEvents } from './write-events.ts';

interface ByBucketDeps {
  readonly db: Db;
  readonly random: Random;
}

/** Results in the order of the push. Throws when a step failed: what was done stays done, and is not done again. */
export async function decideByBucket(
  deps: ByBucketDeps,
  adjudication: AdjudicationDeps,
  judged: readonly JudgedRecord[],
): Promise<readonly RecordResult[]> {
  const { db, random } = deps;
  const answered = await inTransaction(db, random, (tx) => register(tx, adjudication, judged));
  const unanswered = judged.filter(({ record }) => !answered.has(record));
  const chain = (tx: Tx) => chainReceipts(tx, recordsOf(unanswered), adjudication.nowMs);
  const beyond = await inTransaction(db, random, chain);
  const open = unanswered.map((each) => withinSales(each, beyond));
  const decided = new Map<string, RecordResult>();
  for (const [bucket, group] of groupByBucket(open)) {
    const decide = (tx: Tx) => adjudicate(tx, adjudication, group, stepsFor(bucket, random));
    for (const result of await inTransaction(db, random, decide)) decided.set(result.id, result);
  }
  const concluded = await inTransaction(db, random, (tx) => conclude(tx, adjudication, { open, decided }));
  const buckets = judged.flatMap((each) => bucketOfEffect(each) ?? []);
  await deliver({ ...deps, nowMs: adjudication.nowMs }, [...new Set(buckets)]);
  return judged.map(({ record }) => answered.get(record) ?? concluded.get(record.id)!);
}

function recordsOf(judged: readonly JudgedRecord[]): readonly CheckedRecord[] {
  return judged.map(({ record }) => record);
}

function bucketOfEffect({ judgement }: JudgedRecord): number | undefined {
  const member = memberOf(judgement);
  return member === undefined ? undefined : bucketOf(member);
}

/** Records with an effect, by their member's bucket, in the order of the buckets. */
function groupByBucket(judged: readonly JudgedRecord[]): readonly (readonly [number, JudgedRecord[]])[] {
  const groups = new Map<number, JudgedRecord[]>();
  for (const each of judged) {
    const bucket = bucketOfEffect(each);
    if (bucket !== undefined) groups.set(bucket, [...(groups.get(bucket) ?? []), each]);
  }
  return [...groups].toSorted(([a], [b]) => a - b);
}

/** Answers what was settled before, and what meets another record in its place: that one is a fork. */
async function register(
  tx: Tx,
  { device, nowMs }: AdjudicationDeps,
  judged: readonly JudgedRecord[],
): Promise<Map<CheckedRecord, RecordResult>> {
  await lockParticipants(tx, { devices: [device.id], members: [] });
  const records = recordsOf(judged);
  const sorted = await sortOutSettled(tx, device.id, records);
  const answered = new Map(sorted.answered);
  const wishes = sorted.fresh.map((record) => ({
    claim: {
      bucket: bucketOf(device.id),
      kind: 'place' as const,
      subject: Buffer.from(`${device.id}/${record.epoch}/${record.seq}`),
      holder: record.hash.toString('hex'),
    },
    eventId: record.id,
    passingAtMs: nowMs,
  }));
  const outcomes = await makeClaims(tx, wishes);
  for (const [index, record] of sorted.fresh.entries()) {
    if (outcomes[index] === 'lost') answered.set(record, { id: record.id, status: 'fork' });
  }
  return answered;
}

/** Under the lock of the bucket's members. What was decided is read back from the marker that was written with its effects. */
function stepsFor(bucket: number, random: Random): AdjudicationSteps {
  return {
    lock: (tx, participants) => lockParticipants(tx, participants, 'members'),
    sortOut: async (tx, _deviceId, records) => {
      const marks = await readMarks(tx, bucket, records);
      const answered = new Map<CheckedRecord, RecordResult>();
      for (const record of records) {
        const mark = marks.get(record.hash.toString('hex'));
        if (mark !== undefined) answered.set(record, { id: record.id, ...mark });
      }
      return { fresh: uniqueById(records.filter((record) => !answered.has(record))), answered };
    },
    // Done for all at once, before any bucket decides.
    chain: () => Promise.resolve(new Set()),
    keep: (tx, _deviceId, kept) => writeMarks(tx, bucket, kept),
    streams: (devices) => createDeliveries(bucket, devices, random),
  };
}

function uniqueById(records: readonly CheckedRecord[]): readonly CheckedRecord[] {
  return [...new Map(records.toReversed().map((record) => [record.id, record])).values()].toReversed();
}

type Mark = Pick<RecordResult, 'status' | 'code'>;

async function readMarks(
  tx: Tx,
  bucket: number,
  records: readonly CheckedRecord[],
): Promise<ReadonlyMap<string, Mark>> {
  const { rows } = await sql<{ readonly subject: Buffer; readonly holder: string }>`
    SELECT subject, holder FROM claim
    WHERE bucket = ${bucket} AND kind = 'decided' AND subject = ANY(${records.map((record) => record.hash)}::bytea[])
  `.execute(tx);
  return new Map(rows.map((row) => [row.subject.toString('hex'), markFrom(row.holder)]));
}

function markFrom(holder: string): Mark {
  const [status, code] = holder.split('/') as [DecisionStatus, string];
  return code === '' ? { status } : { status, code };
}

async function writeMarks(
  tx: Tx,
  bucket: number,
  { decisions, nowMs }: { readonly decisions: readonly Decision[]; readonly nowMs: number },
): Promise<void> {
  const wishes = decisions.map(({ record, status, code }) => ({
    claim: { bucket, kind: 'decided' as const, subject: record.hash, holder: `${status}/${code ?? ''}` },
    eventId: record.id,
    passingAtMs: nowMs,
  }));
  await makeClaims(tx, wishes);
}

interface Concluding {
  readonly open: readonly JudgedRecord[];
  readonly decided: ReadonlyMap<string, RecordResult>;
}

/** Stores the records with their decisions; another push of the same device may have been here first. */
async function conclude(
  tx: Tx,
  { device, nowMs }: AdjudicationDeps,
  { open, decided }: Concluding,
): Promise<ReadonlyMap<string, RecordResult>> {
  const { devices } = await lockParticipants(tx, { devices: [device.id], members: [] });
  // Erased with its member in the meantime.
  if (!devices.has(device.id))
    return new Map(open.map(({ record: { id } }) => [id, { id, status: 'retry' }]));
  const records = recordsOf(open);
  const { fresh, answered } = await sortOutSettled(tx, device.id, records);
  const results = new Map([...answered].map(([record, result]) => [record.id, result]));
  const decisions: Decision[] = [];
  for (const { record, judgement } of open) {
    if (!fresh.includes(record)) continue;
    const result = decided.get(record.id) ?? {
      id: record.id,
      ...(judgement.kind === 'rejected'
        ? { status: 'rejected' as const, code: judgement.code }
        : { status: 'accepted' as const }),
    };
    results.set(record.id, result);
    if (result.status === 'retry') continue;
    decisions.push({ record, status: result.status as DecisionStatus, code: result.code ?? null });
  }
  const kept = withoutBytes(decisions, open, await erasedAmong(tx, open));
  await writeEvents(tx, device.id, { decisions: kept, nowMs });
  return results;
}
