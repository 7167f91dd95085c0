// After a member's log grew: fold on, book the difference, issue what is new, tell the wallets.
import { sql } from 'kysely';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import { type IssueContext, issueVouchers } from './issue-vouchers.ts';
import { heldAccount, issueLegs, type Leg, memberAccount, memberPrefix } from './ledger.ts';
import { memberStandings } from './member-standings.ts';

/** Returns the legs to book; `cause` is the record after which the member stands as they do. */
export async function refoldMember(
  context: IssueContext,
  memberId: string,
  cause: string,
): Promise<readonly Leg[]> {
  const { tx, directory, nowMs } = context;
  const standings = await memberStandings(tx, directory.programmes, { id: memberId, nowMs });
  const stored = await readBalances(tx, memberId);
  const legs: Leg[] = [];
  for (const [programmeId, standing] of standings) {
    for (const [unit, qty] of Object.entries(standing.balances)) {
      const own = stored.get(memberAccount(memberId, programmeId, unit));
      const held = stored.get(heldAccount(memberId, programmeId, unit)) ?? 0;
      if (own !== undefined && own + held === qty) continue;
      const change = qty - (own ?? 0) - held;
      const movement = { bucket: bucketOf(memberId), event: cause, memberId, programmeId, unit, change };
      legs.push(...issueLegs(movement));
      tellWallets(context, memberId, { programme: programmeId, unit, qty });
    }
    await noteTier(tx, { memberId, programmeId, rank: standing.tierRank });
    await issueVouchers(context, standing.liveVouchers);
  }
  return legs;
}

async function noteTier(
  tx: Tx,
  tier: { readonly memberId: string; readonly programmeId: string; readonly rank: number },
): Promise<void> {
  const { memberId, programmeId, rank } = tier;
  await sql`
    INSERT INTO member_tier (bucket, member, programme, rank)
    VALUES (${bucketOf(memberId)}, ${memberId}, ${programmeId}, ${rank})
    ON CONFLICT (bucket, member, programme) DO UPDATE SET rank = excluded.rank
    WHERE member_tier.rank <> excluded.rank`.execute(tx);
}

function tellWallets(
  { locked, streams }: IssueContext,
  memberId: string,
  balance: { readonly programme: string; readonly unit: string; readonly qty: number },
): void {
  for (const device of locked.walletsOf.get(memberId) ?? [])
    streams.add(device, { kind: 'balance', ...balance });
}

async function readBalances(tx: Tx, memberId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ readonly account: string; readonly amount: number }>`
    SELECT account, amount FROM balance
    WHERE bucket = ${bucketOf(memberId)} AND account LIKE ${`${memberPrefix(memberId)}%`}`.execute(tx);
  return new Map(rows.map((row) => [row.account, row.amount]));
}
