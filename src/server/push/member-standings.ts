// Where a member stands in every programme, at the cost of what is new: from the stored fold, or from the whole log.
import { deserialize, serialize } from 'node:v8';
import { sql } from 'kysely';
import { isAfter } from '#loyalty/ledger/events-in-order.ts';
import { FOLD_BASE_FORMAT } from '#loyalty/ledger/fold-base.ts';
import { timedOf } from '#loyalty/engine/timeline.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { KnownProgramme } from './directory.ts';
import { type FoldedMember, foldMember, type Member, type MemberFold, type Standing } from './fold.ts';
import { countLogs, readLogs, readLogsFrom } from './member-log.ts';
import { RecordFault } from './record-fault.ts';

/** Bytes of a stored fold; a longer life is folded from an older one, or from the log. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

type Standings = ReadonlyMap<string, Standing>;
type Programmes = ReadonlyMap<string, KnownProgramme>;

/** Under the member's lock, in the transaction that extended the log: the stored fold is never ahead of it. */
export async function memberStandings(tx: Tx, programmes: Programmes, member: Member): Promise<Standings> {
  const standings = await standingsOf(tx, programmes, { ids: [member.id], nowMs: member.nowMs });
  return standings.get(member.id)!;
}

/** The same for several members, in as many statements as for one. */
export async function standingsOf(
  tx: Tx,
  programmes: Programmes,
  { ids, nowMs }: { readonly ids: readonly string[]; readonly nowMs: number },
): Promise<ReadonlyMap<string, Standings>> {
  const kept = await readFolds(tx, ids);
  const folded = new Map(await goOn(tx, programmes, { kept, nowMs }));
  const rest = ids.filter((id) => !folded.has(id));
  const logs = rest.length === 0 ? new Map<string, never>() : await readLogs(tx, rest);
  for (const id of rest) {
    const events = logs.get(id) ?? [];
    folded.set(
      id,
      RecordFault.guard(() => foldMember(programmes, { events }, { id, nowMs }))!,
    );
  }
  await dropFolds(
    tx,
    rest.filter((id) => kept.has(id)),
  );
  await writeFolds(tx, folded);
  return new Map([...folded].map(([id, { standings }]) => [id, standings]));
}

/** Those whose stored fold can serve: its count says whether it and the events after it are the whole log. */
async function goOn(
  tx: Tx,
  programmes: Programmes,
  { kept, nowMs }: { readonly kept: ReadonlyMap<string, MemberFold>; readonly nowMs: number },
): Promise<ReadonlyMap<string, FoldedMember>> {
  const folded = new Map<string, FoldedMember>();
  if (kept.size === 0) return folded;
  const logs = await readLogsFrom(tx, new Map([...kept].map(([id, { floor }]) => [id, floor.atMs])));
  const counts = await countLogs(tx, [...kept.keys()]);
  for (const [id, fold] of kept) {
    const events = (logs.get(id) ?? []).filter((event) => isAfter(timedOf(event), fold.floor));
    if (fold.events + events.length !== counts.get(id)) continue;
    const gone = foldOnOrNot(programmes, { kept: fold, events }, { id, nowMs });
    if (gone !== undefined) folded.set(id, gone);
  }
  return folded;
}

function foldOnOrNot(...args: Parameters<typeof foldMember>): FoldedMember | undefined {
  try {
    return foldMember(...args);
  } catch {
    // A cache is never to blame for a record: if the log itself cannot be folded, folding it will say so.
    return undefined;
  }
}

async function readFolds(tx: Tx, members: readonly string[]): Promise<ReadonlyMap<string, MemberFold>> {
  const { rows } = await sql<FoldRow>`
    SELECT f.member, f.events, f.floor_ms, f.floor_id, f.body
    FROM member_fold f
    JOIN unnest(${members.map(bucketOf)}::smallint[], ${members}::text[]) AS k(bucket, member)
      ON f.bucket = k.bucket AND f.member = k.member
    WHERE f.format = ${FOLD_BASE_FORMAT}`.execute(tx);
  return new Map(
    rows.map((row) => {
      const floor = { atMs: row.floor_ms, id: row.floor_id };
      return [row.member, { floor, events: row.events, programmes: partsFrom(row.body) }];
    }),
  );
}

interface FoldRow {
  readonly member: string;
  readonly events: number;
  readonly floor_ms: number;
  readonly floor_id: string;
  readonly body: Buffer;
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

async function writeFolds(tx: Tx, folded: ReadonlyMap<string, FoldedMember>): Promise<void> {
  const rows = [...folded]
    .flatMap(([member, { next }]) =>
      next === undefined ? [] : [{ member, ...next, body: serialize(next.programmes) }],
    )
    .filter(({ body }) => body.length <= MAX_BODY_BYTES);
  if (rows.length === 0) return;
  await sql`
    INSERT INTO member_fold (bucket, member, format, events, floor_ms, floor_id, body)
    SELECT k.bucket, k.member, ${FOLD_BASE_FORMAT}, k.events, k.floor_ms, k.floor_id, k.body FROM unnest(
      ${rows.map(({ member }) => bucketOf(member))}::smallint[],
      ${rows.map(({ member }) => member)}::text[],
      ${rows.map(({ events }) => events)}::bigint[],
      ${rows.map(({ floor }) => floor.atMs)}::bigint[],
      ${rows.map(({ floor }) => floor.id)}::text[],
      ${rows.map(({ body }) => body)}::bytea[]) AS k(bucket, member, events, floor_ms, floor_id, body)
    ON CONFLICT (bucket, member) DO UPDATE SET format = excluded.format, events = excluded.events,
      floor_ms = excluded.floor_ms, floor_id = excluded.floor_id, body = excluded.body`.execute(tx);
}

async function dropFolds(tx: Tx, members: readonly string[]): Promise<void> {
  if (members.length === 0) return;
  await tx
    .deleteFrom('member_fold')
    .where('bucket', 'in', members.map(bucketOf))
    .where('member', 'in', [...members])
    .execute();
}
