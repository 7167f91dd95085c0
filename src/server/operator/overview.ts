// Figures for the operator's page. They read across all buckets: for an operator now and then, never for a till.
import { sql } from 'kysely';
import type { MerchantDay, OperatorReply } from '#api/operator.ts';
import { readAudit, verifyAudit } from '#server/audit/audit-log.ts';
import { readMerchants } from '#server/catalogue-store.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';
import { readConflicts } from './conflicts.ts';
import { readLiabilities } from './liabilities.ts';
import { type NamedTill, readTills } from './tills.ts';

const DAY_MS = 86_400_000;
const AUDIT_ROWS = 50;

export async function readOverview(
  db: Db,
  { days, nowMs }: { readonly days: number; readonly nowMs: number },
): Promise<Omit<OperatorReply, 'v' | 'now' | 'operator'>> {
  const sinceDay = Math.floor(nowMs / DAY_MS) - days + 1;
  const sales = await readSales(db, sinceDay);
  const merchants = await readMerchants(db);
  const tills = await readTills(db);
  return {
    merchants: merchants.map(({ slug, name, currency }) => ({
      slug,
      name,
      currency,
      days: sales.get(slug) ?? [],
    })),
    liabilities: await readLiabilities(db, merchants),
    terminals: await readTerminals(db, tills),
    conflicts: await readConflicts(db, { merchants, tills }),
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

async function readTerminals(db: Db, tills: readonly NamedTill[]): Promise<OperatorReply['terminals']> {
  if (tills.length === 0) return [];
  const ids = tills.map(({ deviceId }) => deviceId);
  const devices = await db
    .selectFrom('device')
    .select(['id', 'server_time_proved', 'revoked_at'])
    .where('bucket', 'in', ids.map(bucketOf))
    .where('id', 'in', ids)
    .execute();
  const byId = new Map(devices.map((device) => [device.id, device]));
  return tills
    .map(({ deviceId, ...till }) => ({
      ...till,
      seenAt: byId.get(deviceId)?.server_time_proved ?? 0,
      revoked: (byId.get(deviceId)?.revoked_at ?? null) !== null,
    }))
    .toSorted((a, b) => a.seenAt - b.seenAt);
}
