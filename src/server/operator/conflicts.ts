// What was used twice: which till brought it, when by its own clock, and what was booked as lost.
import type { Conflict } from '#api/operator.ts';
import type { CatalogueMerchant } from '#api/catalogue.ts';
import { ALL_BUCKETS } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';
import { currencyNamed } from './currency-named.ts';
import type { NamedTill } from './tills.ts';

const MOST = 50;

interface Names {
  readonly merchants: readonly CatalogueMerchant[];
  readonly tills: readonly NamedTill[];
}

/** The newest first. */
export async function readConflicts(db: Db, { merchants, tills }: Names): Promise<Conflict[]> {
  const events = await db
    .selectFrom('event')
    .select(['id', 'received_at', 'occurred_at', 'code', 'device', 'cose'])
    .where('bucket', '>=', 0)
    .where('status', '=', 'conflict')
    .orderBy('received_at', 'desc')
    .limit(MOST)
    .execute();
  if (events.length === 0) return [];
  const tillOf = new Map(tills.map(({ deviceId, ...till }) => [deviceId, till]));
  const losses = await readLosses(db, events, merchants);
  return events.map((event) => ({
    id: event.id,
    receivedAt: event.received_at,
    occurredAt: event.occurred_at,
    code: event.code,
    key: event.device.slice(0, 16),
    till: tillOf.get(event.device) ?? null,
    loss: losses.get(event.id) ?? null,
    evidence: event.cose.toString('base64'),
  }));
}

async function readLosses(
  db: Db,
  events: readonly { readonly id: string }[],
  merchants: readonly CatalogueMerchant[],
): Promise<ReadonlyMap<string, NonNullable<Conflict['loss']>>> {
  const legs = await db
    .selectFrom('ledger')
    .select(['event', 'account', 'amount'])
    .where('bucket', 'in', ALL_BUCKETS)
    .where(
      'event',
      'in',
      events.map(({ id }) => id),
    )
    .where('account', 'like', 'offline-loss/%')
    .execute();
  const losses = new Map<string, NonNullable<Conflict['loss']>>();
  for (const { event, account, amount } of legs) {
    const currency = currencyNamed(account.split('/').at(-1)!, merchants);
    // An earlier sale that comes late is owed nothing, and the one that was thought the first is owed what it gave.
    losses.set(event, { amountMinor: amount + (losses.get(event)?.amountMinor ?? 0), currency });
  }
  return losses;
}
