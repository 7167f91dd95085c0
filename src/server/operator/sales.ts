// What merchants sold on each day, and how often an offer was used. Read from the members' logs, across all buckets: for an
// operator now and then, never for a till.
import { setImmediate as turn } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { MerchantDay, OfferReference, OperatorRequest, PartContent } from '#api/operator.ts';
import { err, ok, type Result } from '#base/result.ts';
import { voucherName } from '#loyalty/ledger/voucher-name.ts';
import type { Db } from '#server/db/transaction.ts';

const DAY_MS = 86_400_000;
/** Uses of a campaign's kind of voucher in one answer: each is looked at. */
const MOST_USES = 20_000;
const USES_A_TURN = 500;

export type SalesQuestion = Extract<OperatorRequest, { readonly part: 'sales' }>;

/** Days without a sale are left out. */
export async function readSales(
  db: Db,
  question: SalesQuestion,
): Promise<Result<PartContent<'sales'>, { readonly kind: 'part_too_slow' }>> {
  const rows = await readDays(db, question);
  const merchant = question.merchant ?? busiest(rows);
  const days = rows
    .filter((row) => row.merchant === merchant)
    .map(({ merchant: _merchant, dayMs, ...figures }) => ({ day: dayMs / DAY_MS, ...figures }));
  if (question.offer?.kind !== 'campaign' || merchant === null) return ok({ merchant, days });
  const uses = await readCampaignUses(db, { ...question, merchant, offer: question.offer });
  if (!uses.ok) return uses;
  return ok({
    merchant,
    days: days.map((each) => ({ ...each, redemptions: uses.value.get(each.day) ?? 0 })),
  });
}

interface DayRow extends Omit<MerchantDay, 'day'> {
  readonly merchant: string;
  readonly dayMs: number;
}

async function readDays(
  db: Db,
  { merchant, offer, firstDay, days }: SalesQuestion,
): Promise<readonly DayRow[]> {
  const { rows } = await sql<DayRow>`
    SELECT body->>'merchant' AS merchant, at_ms - at_ms % ${sql.lit(DAY_MS)} AS "dayMs", count(*) AS sales,
      count(DISTINCT member) AS members,
      count(*) FILTER (WHERE body->'use' IS NOT NULL) AS "withVoucher",
      coalesce(sum((SELECT sum((line->>'amount')::bigint) FROM jsonb_array_elements(body->'lines') AS line)), 0)::bigint
        AS "amountMinor",
      count(*) FILTER (WHERE ${isUseOf(offer)}) AS redemptions
    FROM member_event
    WHERE bucket >= 0 AND at_ms >= ${firstDay * DAY_MS} AND at_ms < ${(firstDay + days) * DAY_MS}
      AND body->>'type' = 'purchase' AND (${merchant}::text IS NULL OR body->>'merchant' = ${merchant})
    GROUP BY 1, 2 ORDER BY 1, 2`.execute(db);
  return rows;
}

/** A use is written `programme/voucher#name`, the name of the very voucher being absent in old ones. */
function isUseOf(offer: OfferReference | null): RawBuilder<unknown> {
  if (offer?.kind === 'programme') return sql`split_part(body->'use'->>0, '/', 1) = ${offer.programme}`;
  if (offer?.kind === 'voucher')
    return sql`split_part(body->'use'->>0, '#', 1) = ${`${offer.programme}/${offer.voucher}`}`;
  return sql`false`;
}

function busiest(rows: readonly DayRow[]): string | null {
  const sums = new Map<string, number>();
  for (const { merchant, sales } of rows) sums.set(merchant, (sums.get(merchant) ?? 0) + sales);
  return [...sums].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

interface CampaignQuestion extends SalesQuestion {
  readonly merchant: string;
  readonly offer: Extract<OfferReference, { readonly kind: 'campaign' }>;
}

/** By day. A voucher's name follows from its member and the campaign, so each use of the kind tells whether it was of this one. */
async function readCampaignUses(
  db: Db,
  { merchant, offer, firstDay, days }: CampaignQuestion,
): Promise<Result<ReadonlyMap<number, number>, { readonly kind: 'part_too_slow' }>> {
  const { rows } = await sql<{ readonly member: string; readonly atMs: number; readonly name: string }>`
    SELECT member, at_ms AS "atMs", split_part(body->'use'->>0, '#', 2) AS name
    FROM member_event
    WHERE bucket >= 0 AND at_ms >= ${firstDay * DAY_MS} AND at_ms < ${(firstDay + days) * DAY_MS}
      AND body->>'type' = 'purchase' AND body->>'merchant' = ${merchant}
      AND split_part(body->'use'->>0, '#', 1) = ${`${offer.programme}/${offer.voucher}`}
    LIMIT ${MOST_USES + 1}`.execute(db);
  if (rows.length > MOST_USES) return err({ kind: 'part_too_slow' });
  const counts = new Map<number, number>();
  for (const [index, { member, atMs, name }] of rows.entries()) {
    // Digests: tills wait beside this.
    if (index % USES_A_TURN === 0) await turn();
    if (name !== voucherName({ member, key: `campaign/${offer.campaign}` })) continue;
    const day = Math.floor(atMs / DAY_MS);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return ok(counts);
}
