// What was used twice: which till brought it, when by its own clock, and what was booked as lost.
import type { OperatorReply } from '#api/operator.ts';
import { readMerchants } from '#server/catalogue-store.ts';
import type { Db } from '#server/db/transaction.ts';

type Conflict = OperatorReply['conflicts'][number];

const MOST = 50;

/** The newest first. */
export async function readConflicts(db: Db): Promise<Conflict[]> {
  const events = await db
    .selectFrom('event')
    .select(['id', 'received_at', 'occurred_at', 'code', 'device', 'cose'])
    .where('bucket', '>=', 0)
    .where('status', '=', 'conflict')
    .orderBy('received_at', 'desc')
    .limit(MOST)
    .execute();
  if (events.length === 0) return [];
  const tills = await readTills(db, events);
  const losses = await readLosses(db, events);
  return events.map((event) => ({
    id: event.id,
    receivedAt: event.received_at,
    occurredAt: event.occurred_at,
    code: event.code,
    key: event.device.slice(0, 16),
    till: tills.get(event.device) ?? null,
    loss: losses.get(event.id) ?? null,
    evidence: event.cose.toString('base64'),
  }));
}

async function readTills(
  db: Db,
  events: readonly { readonly device: string }[],
): Promise<ReadonlyMap<string, NonNullable<Conflict['till']>>> {
  const tills = await db
    .selectFrom('terminal')
    .innerJoin('merchant', 'merchant.id', 'terminal.merchant_id')
    .select(['merchant.slug', 'terminal.till_number', 'terminal.name', 'terminal.device_id'])
    .where(
      'terminal.device_id',
      'in',
      events.map(({ device }) => device),
    )
    .execute();
  return new Map(
    tills.map(({ device_id: device, slug, till_number: number, name }) => [
      device,
      { merchant: slug, number, name },
    ]),
  );
}

async function readLosses(
  db: Db,
  events: readonly { readonly id: string }[],
): Promise<ReadonlyMap<string, NonNullable<Conflict['loss']>>> {
  const currencies = new Map(
    (await readMerchants(db)).map(({ currency }) => [currency.code, { ...currency }] as const),
  );
  const legs = await db
    .selectFrom('ledger')
    .select(['event', 'account', 'amount'])
    .where('bucket', '>=', 0)
    .where(
      'event',
      'in',
      events.map(({ id }) => id),
    )
    .where('account', 'like', 'offline-loss/%')
    .execute();
  return new Map(
    legs.map(({ event, account, amount }) => {
      const code = account.split('/').at(-1)!;
      return [event, { amountMinor: amount, currency: currencies.get(code) ?? { code, exponent: 2 } }];
    }),
  );
}
