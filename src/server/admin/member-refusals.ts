// What tills brought of one member and the server did not count.
import { sql } from 'kysely';
import { bytesFromHex } from '#base/bytes.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';
import type { NamedTill } from '#server/operator/tills.ts';
import { devicesOf } from './find-member.ts';
import { tillName } from './till-name.ts';

/** Of each till: its newest, by its own numbers, which is the order of its index. */
const LOOKED_THROUGH = 500;
const MOST = 50;

export interface RefusedRecord {
  /** As `terminal list` has it. */
  readonly till: string;
  readonly kind: string;
  readonly status: string;
  readonly code: string | null;
  /** When the till says that it happened, and when it came. */
  readonly occurred: string | null;
  readonly received: string;
}

interface Row {
  readonly kind: string;
  readonly status: string;
  readonly code: string | null;
  readonly occurred_at: number | null;
  readonly received_at: number;
}

/**
 * The newest first. No table leads from a member to what a till brought and was not counted: the record itself names the member
 * or a key of theirs. So every till's are looked through, one bounded statement each.
 */
export async function refusedAtTills(
  db: Db,
  member: string,
  tills: readonly NamedTill[],
): Promise<readonly RefusedRecord[]> {
  const names = await namesIn(db, member);
  const found: (Row & { readonly till: string })[] = [];
  for (const till of tills)
    found.push(
      ...(await refusedAt(db, till.deviceId, names)).map((row) => ({ ...row, till: tillName(till) })),
    );
  return found
    .toSorted((a, b) => b.received_at - a.received_at)
    .slice(0, MOST)
    .map(({ till, kind, status, code, occurred_at: occurred, received_at: received }) => {
      const times = { occurred: occurred === null ? null : iso(occurred), received: iso(received) };
      return { till, kind, status, code, ...times };
    });
}

/** What stands for the member in a record: their id, and the coordinates of their phones' keys. */
async function namesIn(db: Db, member: string): Promise<readonly Buffer[]> {
  const devices = await devicesOf({ db }, member);
  return [Buffer.from(bytesFromHex(member)!), ...devices.map(({ public_key: key }) => key.subarray(1))];
}

async function refusedAt(db: Db, till: string, names: readonly Buffer[]): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    SELECT e.kind, e.status, e.code, e.occurred_at, e.received_at
    FROM (
      SELECT kind, status, code, occurred_at, received_at, cose FROM event
      WHERE bucket = ${bucketOf(till)} AND device = ${till}
      ORDER BY epoch DESC, seq DESC
      LIMIT ${LOOKED_THROUGH}
    ) AS e
    WHERE e.status <> 'accepted'
      AND EXISTS (SELECT 1 FROM unnest(${names}::bytea[]) AS n(name) WHERE position(n.name IN e.cose) > 0)`.execute(
    db,
  );
  return rows;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
