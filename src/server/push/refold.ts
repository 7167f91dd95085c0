// After members' logs grew: fold on, book the difference, issue what is new, tell the wallets.
import { sql } from 'kysely';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import { type IssueContext, issueVouchers } from './issue-vouchers.ts';
import { heldAccount, issueLegs, type Leg, memberAccount } from './ledger.ts';
import type { Standing } from './fold.ts';
import { standingsOf } from './member-standings.ts';

/** Returns the legs to book; `causes` has, per member, the record after which they stand as they do. */
export async function refoldMembers(
  context: IssueContext,
  causes: ReadonlyMap<string, string>,
): Promise<readonly Leg[]> {
  if (causes.size === 0) return [];
  const { tx, directory, nowMs } = context;
  const members = [...causes].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const ids = members.map(([memberId]) => memberId);
  const all = await standingsOf(tx, directory.programmes, { ids, nowMs });
  const positions = members.flatMap(([memberId, cause]) =>
    [...all.get(memberId)!].map(([programmeId, standing]) => ({ memberId, cause, programmeId, standing })),
  );
  const legs = await moveTo(context, positions);
  await noteTiers(tx, positions);
  await issueVouchers(
    context,
    positions.flatMap(({ standing }) => standing.liveVouchers),
  );
  return legs;
}

/** Where a member stands in one programme. */
interface Position {
  readonly memberId: string;
  readonly cause: string;
  readonly programmeId: string;
  readonly standing: Standing;
}

/** What leads from the booked balances to those of the fold. */
async function moveTo(context: IssueContext, positions: readonly Position[]): Promise<readonly Leg[]> {
  const legs: Leg[] = [];
  const stored = await readBalances(context.tx, positions);
  for (const { memberId, cause, programmeId, standing } of positions) {
    for (const [unit, qty] of Object.entries(standing.balances)) {
      const own = stored.get(memberAccount(memberId, programmeId, unit));
      const held = stored.get(heldAccount(memberId, programmeId, unit)) ?? 0;
      if (own !== undefined && own + held === qty) continue;
      const change = qty - (own ?? 0) - held;
      const movement = { bucket: bucketOf(memberId), event: cause, memberId, programmeId, unit, change };
      legs.push(...issueLegs(movement));
      tellWallets(context, memberId, { programme: programmeId, unit, qty });
    }
  }
  return legs;
}

async function noteTiers(tx: Tx, positions: readonly Position[]): Promise<void> {
  if (positions.length === 0) return;
  await sql`
    INSERT INTO member_tier (bucket, member, programme, rank)
    SELECT * FROM unnest(
      ${positions.map(({ memberId }) => bucketOf(memberId))}::smallint[],
      ${positions.map(({ memberId }) => memberId)}::text[],
      ${positions.map(({ programmeId }) => programmeId)}::text[],
      ${positions.map(({ standing }) => standing.tierRank)}::int[])
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

/** By whole keys: a pattern would read every account of the bucket wherever the database sorts by a language. */
async function readBalances(tx: Tx, positions: readonly Position[]): Promise<ReadonlyMap<string, number>> {
  const keys = positions.flatMap(({ memberId, programmeId, standing }) =>
    Object.keys(standing.balances).flatMap((unit) =>
      [memberAccount, heldAccount].map((accountOf) => ({
        bucket: bucketOf(memberId),
        account: accountOf(memberId, programmeId, unit),
      })),
    ),
  );
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ readonly account: string; readonly amount: number }>`
    SELECT b.account, b.amount
    FROM balance b
    JOIN unnest(${keys.map(({ bucket }) => bucket)}::smallint[], ${keys.map(({ account }) => account)}::text[])
      AS k(bucket, account) ON b.bucket = k.bucket AND b.account = k.account`.execute(tx);
  return new Map(rows.map((row) => [row.account, row.amount]));
}
