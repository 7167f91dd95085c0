// Figures for the operator's page. They read across all buckets: for an operator now and then, never for a till.
import { sql } from 'kysely';
import type { MerchantDay, OperatorReply } from '#api/operator.ts';
import { readAudit, verifyAudit } from '#server/audit/audit-log.ts';
import { readMerchants } from '#server/catalogue-store.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';
import { readConflicts } from './conflicts.ts';
import { readLiabilities } from './liabilities.ts';

const DAY_MS = 86_400_000;
const AUDIT_ROWS = 50;

export async function readOverview(
  db: Db,
  { days, nowMs }: { readonly days: number; readonly nowMs: number },
): Promise<Omit<OperatorReply, 'v' | 'now' | 'operator'>> {
  const sinceDay = Math.floor(nowMs / DAY_MS) - days + 1;
  const sales = await readSales(db, sinceDay);
  const merchants = (await readMerchants(db)).map(({ slug, name, currency }) => ({
    slug,
    name,
    currency,
    days: sales.get(slug) ?? [],
  }));
  return {
    merchants,
    liabilities: await readLiabilities(db),
    terminals: await readTerminals(db),
    conflicts: await readConflicts(db),
    audit: {
      whole: (await verifyAudit(db)).ok,
      rows: (await readAudit(db, AUDIT_ROWS)).map(({ seq, atMs, actor, act, target }) => ({
        seq,
        at: atMs,
        actor,
        act,
        target,
      })),
    },
  };
}

async function readSales(db: Db, sinceDay: number): Promise<ReadonlyMap<string, MerchantDay[]>> {
  const { rows } = await sql<MerchantDay & { readonly merchant: string }>`
    SELECT body->>'merchant' AS merchant, at_ms / ${sql.lit(DAY_MS)} AS day, count(*) AS sales,
      count(DISTINCT member) AS members,
      count(*) FILTER (WHERE body->'use' IS NOT NULL) AS "withVoucher",
      coalesce(sum((SELECT sum((line->>'amount')::bigint) FROM jsonb_array_elements(body->'lines') AS line)), 0)::bigint
        AS "amountMinor"
    FROM member_event
    WHERE bucket >= 0 AND at_ms >= ${sinceDay * DAY_MS} AND body->>'type' = 'purchase'
    GROUP BY 1, 2 ORDER BY 1, 2`.execute(db);
  const byMerchant = new Map<string, MerchantDay[]>();
  for (const { merchant, ...day } of rows)
    byMerchant.set(merchant, [...(byMerchant.get(merchant) ?? []), day]);
  return byMerchant;
}

async function readTerminals(db: Db): Promise<OperatorReply['terminals']> {
  const tills = await db
    .selectFrom('terminal')
    .innerJoin('merchant', 'merchant.id', 'terminal.merchant_id')
    .select(['merchant.slug', 'terminal.till_number', 'terminal.name', 'terminal.device_id'])
    .execute();
  if (tills.length === 0) return [];
  const ids = tills.map((till) => till.device_id);
  const devices = await db
    .selectFrom('device')
    .select(['id', 'server_time_proved', 'revoked_at'])
    .where('bucket', 'in', ids.map(bucketOf))
    .where('id', 'in', ids)
    .execute();
  const byId = new Map(devices.map((device) => [device.id, device]));
  return tills
    .map((till) => ({
      merchant: till.slug,
      number: till.till_number,
      name: till.name,
      seenAt: byId.get(till.device_id)?.server_time_proved ?? 0,
      revoked: (byId.get(till.device_id)?.revoked_at ?? null) !== null,
    }))
    .toSorted((a, b) => a.seenAt - b.seenAt);
}
