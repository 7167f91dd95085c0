// Double entry. Every leg has its counter-leg in the same event, so the whole ledger always sums to zero.
import { sql } from 'kysely';
import { assert } from '#base/assert.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { LossPlace } from './effect.ts';

export interface Leg {
  readonly bucket: number;
  /** The record that caused it. */
  readonly event: string;
  readonly account: string;
  readonly amount: number;
}

export function memberAccount(memberId: string, programmeId: string, unit: string): string {
  return `${memberPrefix(memberId)}${programmeId}/${unit}`;
}

export function memberPrefix(memberId: string): string {
  return `member/${memberId}/`;
}

export interface Movement {
  readonly bucket: number;
  readonly event: string;
  readonly memberId: string;
  readonly programmeId: string;
  readonly unit: string;
  /** Positive: the member has more. */
  readonly change: number;
}

/** Points come from what the programme has issued, and go back there. */
export function issueLegs({ bucket, event, memberId, programmeId, unit, change }: Movement): readonly Leg[] {
  return [
    { bucket, event, account: `issued/${programmeId}/${unit}`, amount: -change },
    { bucket, event, account: memberAccount(memberId, programmeId, unit), amount: change },
  ];
}

/** Points set aside for offline spending stay the member's: they only lie on another account of the same member. */
export function heldAccount(memberId: string, programmeId: string, unit: string): string {
  return `${memberAccount(memberId, programmeId, unit)}/held`;
}

/** `change` positive: more is held. */
export function holdLegs({ bucket, event, memberId, programmeId, unit, change }: Movement): readonly Leg[] {
  return [
    { bucket, event, account: memberAccount(memberId, programmeId, unit), amount: -change },
    { bucket, event, account: heldAccount(memberId, programmeId, unit), amount: change },
  ];
}

export interface PaidMoney {
  readonly bucket: number;
  readonly event: string;
  readonly programmeId: string;
  readonly merchantId: string;
  readonly currency: string;
  /** Negative when a payment is taken back. */
  readonly amountMinor: number;
}

/** What the points stood for in the sale: the shop's claim against the programme. */
export function paidLegs(money: PaidMoney): readonly Leg[] {
  const { bucket, event, programmeId, merchantId, currency, amountMinor } = money;
  return [
    { bucket, event, account: `points-paid/${programmeId}/${currency}`, amount: amountMinor },
    { bucket, event, account: `merchant-claim/${merchantId}/${currency}`, amount: -amountMinor },
  ];
}

/** A discount that was given twice: the shop's claim against the programme's account for offline losses. Negative when it is owed no more. */
export function lossLegs(loss: LossPlace & { readonly amountMinor: number }, event: string): readonly Leg[] {
  const { bucket } = loss;
  return [
    { bucket, event, account: `offline-loss/${loss.programmeId}/${loss.currency}`, amount: loss.amountMinor },
    {
      bucket,
      event,
      account: `merchant-claim/${loss.merchantId}/${loss.currency}`,
      amount: -loss.amountMinor,
    },
  ];
}

/** Appends the legs and moves the cached balances of members' accounts along. */
export async function bookLegs(tx: Tx, legs: readonly Leg[]): Promise<void> {
  if (legs.length === 0) return;
  assert(legs.reduce((sum, leg) => sum + leg.amount, 0) === 0, 'the legs of a push sum to zero');
  const counts = new Map<string, number>();
  const numbers = legs.map(({ bucket, event }) => {
    const number = counts.get(`${bucket}/${event}`) ?? 0;
    counts.set(`${bucket}/${event}`, number + 1);
    return number;
  });
  await sql`
    INSERT INTO ledger (bucket, event, leg, account, amount)
    SELECT * FROM unnest(
      ${legs.map((leg) => leg.bucket)}::smallint[],
      ${legs.map((leg) => leg.event)}::uuid[],
      ${numbers}::int[],
      ${legs.map((leg) => leg.account)}::text[],
      ${legs.map((leg) => leg.amount)}::bigint[])`.execute(tx);
  await moveBalances(tx, legs);
}

/** Only members' accounts are cached: one row for what a programme has issued would stand in everybody's way. */
async function moveBalances(tx: Tx, legs: readonly Leg[]): Promise<void> {
  const sums = new Map<string, { readonly bucket: number; readonly account: string; amount: number }>();
  for (const { bucket, account, amount } of legs) {
    if (!account.startsWith('member/')) continue;
    const key = `${String(bucket).padStart(4, '0')}/${account}`;
    const sum = sums.get(key) ?? { bucket, account, amount: 0 };
    sum.amount += amount;
    sums.set(key, sum);
  }
  const rows = [...sums.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
  if (rows.length === 0) return;
  await sql`
    INSERT INTO balance (bucket, account, amount)
    SELECT * FROM unnest(
      ${rows.map((row) => row.bucket)}::smallint[],
      ${rows.map((row) => row.account)}::text[],
      ${rows.map((row) => row.amount)}::bigint[])
    ON CONFLICT (bucket, account) DO UPDATE SET amount = balance.amount + excluded.amount`.execute(tx);
}
