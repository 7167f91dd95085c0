// After a member's log grew: fold it again, book the difference, issue what is new, tell the wallets.
import { sql } from 'kysely';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import { standingOf } from './fold.ts';
import { type IssueContext, issueVouchers } from './issue-vouchers.ts';
import { issueLegs, type Leg, memberAccount, memberPrefix } from './ledger.ts';
import { RecordFault } from './record-fault.ts';

/** Returns the legs to book; `cause` is the record after which the member stands as they do. */
export async function refoldMember(
  context: IssueContext,
  memberId: string,
  cause: string,
): Promise<readonly Leg[]> {
  const { tx, directory, nowMs } = context;
  const log = await readLog(tx, memberId);
  const stored = await readBalances(tx, memberId);
  const legs: Leg[] = [];
  for (const [programmeId, programme] of directory.programmes) {
    const standing = RecordFault.guard(() => standingOf(programme, log, { id: memberId, nowMs }));
    if (standing === undefined) continue;
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

async function readLog(tx: Tx, memberId: string): Promise<readonly LoyaltyEvent[]> {
  const rows = await tx
    .selectFrom('member_event')
    .select('body')
    .where('bucket', '=', bucketOf(memberId))
    .where('member', '=', memberId)
    .orderBy('id')
    .execute();
  // Written by ourselves from verified receipts, and by nobody else.
  return rows.map((row) => row.body as LoyaltyEvent);
}

async function readBalances(tx: Tx, memberId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ readonly account: string; readonly amount: number }>`
    SELECT account, amount FROM balance
    WHERE bucket = ${bucketOf(memberId)} AND account LIKE ${`${memberPrefix(memberId)}%`}`.execute(tx);
  return new Map(rows.map((row) => [row.account, row.amount]));
}
