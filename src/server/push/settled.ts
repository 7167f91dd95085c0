// What was decided before: a decision belongs to its record id for ever, and a place in a journal to its first record.
import { sql } from 'kysely';
import type { RecordResult } from '#api/sync.ts';
import { equalBytes } from '#base/bytes.ts';
import { RECORD_LIMITS } from '#protocol/cbor.ts';
import { JOURNAL_RECORD } from '#protocol/journal-record.ts';
import { openAs } from '#protocol/open-message.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { DecisionStatus } from '#server/db/receipt-tables.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { CheckedRecord } from './check-record.ts';

export interface Sorted {
  /** Records that need a decision, in the order in which they came. */
  readonly fresh: readonly CheckedRecord[];
  /** Answers that need none: repeats, `id_reused`, `fork`. By position in the push. */
  readonly answered: ReadonlyMap<CheckedRecord, RecordResult>;
}

interface StoredEvent {
  readonly id: string;
  readonly device: string;
  readonly epoch: number;
  readonly seq: number;
  readonly hash: Buffer;
  readonly cose: Buffer;
  readonly status: DecisionStatus;
  readonly code: string | null;
}

/** Under the device's lock. A record repeated within one push counts as sent once. */
export async function sortOutSettled(
  tx: Tx,
  deviceId: string,
  records: readonly CheckedRecord[],
): Promise<Sorted> {
  const stored = await storedEvents(tx, deviceId, records);
  const byId = new Map(stored.map((event) => [event.id, event]));
  const byPlace = new Map(stored.map((event) => [placeOf(event), event.id]));
  const sayers = await sayersOf(tx, deviceId, stored);
  const answered = new Map<CheckedRecord, RecordResult>();
  const fresh: CheckedRecord[] = [];
  const hashes = new Map<string, Buffer>();
  for (const record of records) {
    const known = byId.get(record.id);
    const hash = known?.hash ?? hashes.get(record.id);
    const holder = byPlace.get(placeOf(record));
    const isOther = hash !== undefined && !hash.equals(record.hash);
    if (isOther && !(known !== undefined && sayers.has(known.device) && saysTheSame(known.cose, record))) {
      answered.set(record, { id: record.id, status: 'rejected', code: 'id_reused' });
    } else if (known !== undefined) {
      answered.set(record, resultOf(known));
    } else if (holder !== undefined && holder !== record.id) {
      answered.set(record, { id: record.id, status: 'fork' });
    } else if (hash === undefined) {
      fresh.push(record);
      hashes.set(record.id, record.hash);
      byPlace.set(placeOf(record), record.id);
    }
  }
  return { fresh, answered };
}

/** Who may have said what this device says: itself, and of a wallet those of its member, one of which may have restored a backup of another. */
async function sayersOf(
  tx: Tx,
  deviceId: string,
  stored: readonly StoredEvent[],
): Promise<ReadonlySet<string>> {
  if (stored.every(({ device }) => device === deviceId)) return new Set([deviceId]);
  const rows = await tx
    .selectFrom('device')
    .select(['id', 'role', 'owner'])
    .where('bucket', '=', bucketOf(deviceId))
    .where('id', 'in', [...new Set([deviceId, ...stored.map(({ device }) => device)])])
    .execute();
  const own = rows.find(({ id }) => id === deviceId);
  const sisters = rows.filter(({ role, owner }) => role === 'wallet' && owner === own?.owner);
  return new Set([deviceId, ...sisters.map(({ id }) => id)]);
}

/**
 * Two copies of one profile hold the same record; when the server calls its place a fork, one of them seals it again. The
 * other copy's bytes differ in their place only, and get the decision that the record has.
 */
function saysTheSame(stored: Buffer, { cose }: CheckedRecord): boolean {
  const [one, other] = [new Uint8Array(stored), cose].map((bytes) =>
    openAs(JOURNAL_RECORD, bytes, RECORD_LIMITS),
  );
  if (one?.ok !== true || other?.ok !== true) return false;
  const [a, b] = [one.value.value, other.value.value];
  return (
    a.eventId === b.eventId &&
    a.kind === b.kind &&
    a.occurredAtMs === b.occurredAtMs &&
    a.parts.length === b.parts.length &&
    a.parts.every((part, index) => equalBytes(part, b.parts[index]!))
  );
}

export function resultOf(decision: {
  readonly id: string;
  readonly status: DecisionStatus;
  readonly code: string | null;
}): RecordResult {
  const { id, status, code } = decision;
  return { id, status, ...(code === null ? {} : { code }) };
}

function placeOf({ epoch, seq }: { readonly epoch: number; readonly seq: number }): string {
  return `${epoch}:${seq}`;
}

async function storedEvents(
  tx: Tx,
  deviceId: string,
  records: readonly CheckedRecord[],
): Promise<readonly StoredEvent[]> {
  const bucket = bucketOf(deviceId);
  const { rows } = await sql<StoredEvent>`
    SELECT id, device, epoch, seq, hash, cose, status, code FROM event
    WHERE bucket = ${bucket} AND id = ANY(${records.map((record) => record.id)}::uuid[])
    UNION
    SELECT e.id, e.device, e.epoch, e.seq, e.hash, e.cose, e.status, e.code FROM event e
    JOIN unnest(${records.map((record) => record.epoch)}::bigint[], ${records.map((record) => record.seq)}::bigint[])
      AS k(epoch, seq) ON e.epoch = k.epoch AND e.seq = k.seq
    WHERE e.bucket = ${bucket} AND e.device = ${deviceId}`.execute(tx);
  return rows;
}
