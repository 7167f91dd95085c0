// After a member's log grew: fold on, book the difference, issue what is new, tell the wallets.
import { sql } from 'kysely';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import { type IssueContext, issueVouchers } from './issue-vouchers.ts';
import { issueLegs, type Leg, memberAccount, memberPrefix } from './ledger.ts';
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
      const before = stored.get(memberAccount(memberId, programmeId, unit));
      if (before === qty) continue;
      const change = qty - (before ?? 0);
      const movement = { bucket: bucketOf(memberId), event: cause, memberId, programmeId, unit, change };
      legs.push(...issueLegs(movement));
      tellWallets(context, memberId, { programme: programmeId, unit, qty });
    }
    await issueVouchers(context, standing.liveVouchers);
  }
  return legs;
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
