// What a wallet's certificate hangs on: its member's tiers and points, and what was set aside for this device.
import { sql } from 'kysely';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db, Tx } from '#server/db/transaction.ts';

export interface Holder {
  readonly device: string;
  readonly member: string;
}

export interface Told {
  readonly untilMs: number;
  readonly tiers: string;
  /** Counts from 1; what is spent begins again with each. */
  readonly epoch: number;
  /** Whole points, in this epoch. */
  readonly spent: number;
}

export interface WalletStanding {
  /** Of the newest certificate; absent before the first one that spends. */
  readonly told: Told | undefined;
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
    UNION ALL SELECT 'spent', epoch::text, spent FROM allowance
    WHERE bucket = ${bucket} AND device = ${device}
    UNION ALL SELECT 'tier', programme, rank::bigint FROM member_tier
    WHERE bucket = ${bucket} AND member = ${member} AND rank > 0
    UNION ALL SELECT 'held', programme || '/' || unit, qty FROM hold
    WHERE bucket = ${bucket} AND device = ${device}
    UNION ALL SELECT 'own', account, amount FROM balance
    WHERE bucket = ${bucket} AND account = ANY(${[...accounts]}::text[])
    ORDER BY 1, 2`.execute(db);
  const [told] = rows.filter(({ what }) => what === 'told');
  const [spent] = rows.filter(({ what }) => what === 'spent');
  const mapOf = (wanted: Row['what']) =>
    rows.flatMap(({ what, name, value }) => (what === wanted ? [[name, value] as const] : []));
  return {
    told:
      told === undefined || spent === undefined
        ? undefined
        : { untilMs: told.value, tiers: told.name, epoch: Number(spent.name), spent: spent.value },
    tiers: new Map(mapOf('tier').slice(0, MOST_TIERS)),
    held: new Map(mapOf('held')),
    own: new Map(mapOf('own')),
  };
}

interface Row {
  readonly what: 'told' | 'spent' | 'tier' | 'held' | 'own';
  readonly name: string;
  readonly value: number;
}
