// What a wallet's certificate hangs on: its member's tiers and points, and what was set aside for this device.
import { sql } from 'kysely';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db, Tx } from '#server/db/transaction.ts';

export interface Holder {
  readonly device: string;
  readonly member: string;
}

export interface WalletStanding {
  /** Of the newest certificate; absent before the first one that spends. */
  readonly told: { readonly untilMs: number; readonly tiers: string } | undefined;
  /** Rank by programme, in the order of their ids, at most `MOST_TIERS`. */
  readonly tiers: ReadonlyMap<string, number>;
  /** What is set aside, by `programme/unit`. */
  readonly held: ReadonlyMap<string, number>;
  /** What is at hand, by account. */
  readonly own: ReadonlyMap<string, number>;
}

/** As many as a certificate carries. */
const MOST_TIERS = 8;

/**
 * All of it in one statement, of one moment: every sync of a wallet asks for it, and nearly none finds anything new.
 * `accounts`: the member's, whose balances are asked for.
 */
export async function readWalletStanding(
  db: Db | Tx,
  { device, member }: Holder,
  accounts: readonly string[],
): Promise<WalletStanding> {
  const bucket = bucketOf(member);
  const { rows } = await sql<Row>`
    SELECT 'told' AS what, tiers AS name, until_ms AS value FROM allowance
    WHERE bucket = ${bucket} AND device = ${device}
    UNION ALL SELECT 'tier', programme, rank::bigint FROM member_tier
    WHERE bucket = ${bucket} AND member = ${member} AND rank > 0
    UNION ALL SELECT 'held', programme || '/' || unit, qty FROM hold
    WHERE bucket = ${bucket} AND device = ${device}
    UNION ALL SELECT 'own', account, amount FROM balance
    WHERE bucket = ${bucket} AND account = ANY(${[...accounts]}::text[])
    ORDER BY 1, 2`.execute(db);
  const [told] = rows.filter(({ what }) => what === 'told');
  const mapOf = (wanted: Row['what']) =>
    rows.flatMap(({ what, name, value }) => (what === wanted ? [[name, value] as const] : []));
  return {
    told: told === undefined ? undefined : { untilMs: told.value, tiers: told.name },
    tiers: new Map(mapOf('tier').slice(0, MOST_TIERS)),
    held: new Map(mapOf('held')),
    own: new Map(mapOf('own')),
  };
}

interface Row {
  readonly what: 'told' | 'tier' | 'held' | 'own';
  readonly name: string;
  readonly value: number;
}
