import { sql } from 'kysely';
import type { Db, Tx } from '#server/db/transaction.ts';
import type { Claim } from './effect.ts';

export interface ClaimWish {
  readonly claim: Claim;
  /** The record that makes it. */
  readonly eventId: string;
  /** Of a claim that may go one day: when it is made. */
  readonly passingAtMs?: number;
}

/** `first`: this record has taken it now. `mine`: its holder had it before. `lost`: somebody else has it. */
export type ClaimOutcome = 'first' | 'mine' | 'lost';

interface StoredClaim {
  readonly bucket: number;
  readonly kind: string;
  readonly subject: Buffer;
  readonly holder: string;
  readonly event: string;
}

/**
 * Makes claims and tells whose they are. Uniqueness is the database's: the first to be committed holds the subject, on any
 * number of servers. Rows go in sorted, so that two pushes with the same claims never wait for each other in a circle.
 */
export async function makeClaims(tx: Tx, wishes: readonly ClaimWish[]): Promise<readonly ClaimOutcome[]> {
  if (wishes.length === 0) return [];
  const firstWish = new Map<string, ClaimWish>();
  for (const wish of wishes) if (!firstWish.has(keyOf(wish.claim))) firstWish.set(keyOf(wish.claim), wish);
  const sorted = [...firstWish.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, wish]) => wish);
  const inserted = await insertClaims(tx, sorted);
  const isNew = new Set(inserted.map(keyOf));
  const held = new Map(inserted.map((row) => [keyOf(row), row]));
  const taken = sorted.filter(({ claim }) => !held.has(keyOf(claim)));
  for (const row of await readClaims(
    tx,
    taken.map(({ claim }) => claim),
  ))
    held.set(keyOf(row), row);
  return wishes.map(({ claim, eventId }) => {
    const key = keyOf(claim);
    const row = held.get(key)!;
    if (row.holder !== claim.holder) return 'lost';
    // A record that took it before, and was cut off before its own decision was stored, has had its effect.
    return isNew.has(key) && row.event === eventId ? 'first' : 'mine';
  });
}

/** Those that were free. */
async function insertClaims(tx: Tx, wishes: readonly ClaimWish[]): Promise<readonly StoredClaim[]> {
  const claims = wishes.map((wish) => wish.claim);
  const { rows } = await sql<StoredClaim>`
    INSERT INTO claim (bucket, kind, subject, holder, event, at_ms)
    SELECT * FROM unnest(
      ${claims.map((each) => each.bucket)}::smallint[],
      ${claims.map((each) => each.kind)}::text[],
      ${claims.map((each) => each.subject)}::bytea[],
      ${claims.map((each) => each.holder)}::text[],
      ${wishes.map((each) => each.eventId)}::uuid[],
      ${wishes.map((each) => each.passingAtMs ?? null)}::bigint[])
    ON CONFLICT DO NOTHING
    RETURNING bucket, kind, subject, holder, event`.execute(tx);
  return rows;
}

/** Those that their holders made some time before. */
export async function madeBefore(db: Db, claims: readonly Claim[]): Promise<ReadonlySet<Claim>> {
  const held = new Map((await readClaims(db, claims)).map((row) => [keyOf(row), row]));
  return new Set(claims.filter((claim) => held.get(keyOf(claim))?.holder === claim.holder));
}

/** For claims that may go; whoever holds them. */
export async function dropClaims(
  db: Db,
  claims: readonly Pick<Claim, 'bucket' | 'kind' | 'subject'>[],
): Promise<void> {
  if (claims.length === 0) return;
  await sql`
    DELETE FROM claim USING unnest(
      ${claims.map((each) => each.bucket)}::smallint[],
      ${claims.map((each) => each.kind)}::text[],
      ${claims.map((each) => each.subject)}::bytea[]) AS k(bucket, kind, subject)
    WHERE claim.bucket = k.bucket AND claim.kind = k.kind AND claim.subject = k.subject`.execute(db);
}

async function readClaims(db: Db | Tx, claims: readonly Claim[]): Promise<readonly StoredClaim[]> {
  if (claims.length === 0) return [];
  const { rows } = await sql<StoredClaim>`
    SELECT c.bucket, c.kind, c.subject, c.holder, c.event
    FROM claim c
    JOIN unnest(
      ${claims.map((each) => each.bucket)}::smallint[],
      ${claims.map((each) => each.kind)}::text[],
      ${claims.map((each) => each.subject)}::bytea[]) AS k(bucket, kind, subject)
      ON c.bucket = k.bucket AND c.kind = k.kind AND c.subject = k.subject`.execute(db);
  return rows;
}

function keyOf({ bucket, kind, subject }: Pick<StoredClaim, 'bucket' | 'kind' | 'subject'>): string {
  return `${String(bucket).padStart(4, '0')}/${kind}/${subject.toString('hex')}`;
}
