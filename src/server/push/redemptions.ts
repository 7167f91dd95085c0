// Who bears what a voucher gave twice. The programme promised each use once: to the shop that gave it first by the tills' signed
// times. What any other shop gave for the same use, the programme's account for offline losses owes it. So what is owed is a
// matter of the receipts alone, whoever's came first to the server (decision 5).
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#server/db/transaction.ts';
import type { Decision } from './decision.ts';
import type { LossPlace, Sale } from './effect.ts';
import { type Leg, lossLegs } from './ledger.ts';

/** A receipt for one use of a voucher. */
export interface Redemption {
  /** Message id, hex. */
  readonly receipt: string;
  readonly atS: number;
  /** What it gave, less what was taken back; minor units. */
  readonly givenMinor: number;
}

/** What is owed for each receipt of one use, by receipt. The order of the receipts does not matter. */
export function lossesOf(redemptions: readonly Redemption[]): ReadonlyMap<string, number> {
  const inTime = redemptions.toSorted((a, b) => a.atS - b.atS || (a.receipt < b.receipt ? -1 : 1));
  const promised = inTime.find(({ givenMinor }) => givenMinor > 0);
  return new Map(inTime.map((each) => [each.receipt, each === promised ? 0 : each.givenMinor]));
}

/** One use of a voucher that something happened to, and the record that did it. */
export interface Touched {
  readonly bucket: number;
  readonly use: Buffer;
  readonly event: string;
}

/** Notes the redemptions of a push that happened, counted or not; once per receipt. */
export async function noteRedemptions(tx: Tx, decisions: readonly Decision[]): Promise<readonly Touched[]> {
  const noted = decisions.flatMap(({ record, status, effect }) =>
    effect?.loss === undefined || effect.sale?.voucherUse === undefined || status === 'rejected'
      ? []
      : [{ event: record.id, sale: effect.sale, loss: effect.loss, use: effect.sale.voucherUse }],
  );
  if (noted.length === 0) return [];
  await sql`
    INSERT INTO redemption (bucket, voucher_use, receipt, at_s, programme, merchant, currency, amount, loss)
    SELECT k.bucket, k.voucher_use, k.receipt, k.at_s, k.programme, k.merchant, k.currency, k.amount, 0
    FROM unnest(
      ${noted.map(({ loss }) => loss.bucket)}::smallint[],
      ${noted.map(({ use }) => use)}::bytea[],
      ${noted.map(({ sale }) => sale.receipt)}::text[],
      ${noted.map(({ sale }) => sale.atS)}::bigint[],
      ${noted.map(({ loss }) => loss.programmeId)}::text[],
      ${noted.map(({ loss }) => loss.merchantId)}::text[],
      ${noted.map(({ loss }) => loss.currency)}::text[],
      ${noted.map(({ loss }) => loss.amountMinor)}::bigint[])
      AS k(bucket, voucher_use, receipt, at_s, programme, merchant, currency, amount)
    ON CONFLICT DO NOTHING`.execute(tx);
  return noted.map(({ event, loss, use }) => ({ event, bucket: loss.bucket, use }));
}

/** Takes back part of what a receipt gave for its use. */
export async function takeFromRedemption(
  tx: Tx,
  { loss, voucherUse: use, receipt }: Sale,
  { amountMinor, event }: { readonly amountMinor: number; readonly event: string },
): Promise<readonly Touched[]> {
  if (loss === undefined || use === undefined) return [];
  await sql`
    UPDATE redemption SET amount = amount - ${amountMinor}::bigint
    WHERE bucket = ${loss.bucket} AND voucher_use = ${use} AND receipt = ${receipt}`.execute(tx);
  return [{ event, bucket: loss.bucket, use }];
}

/** Books what is owed now that these uses were touched, less what was booked for them before. */
export async function settleUses(tx: Tx, touched: readonly Touched[]): Promise<readonly Leg[]> {
  const uses = [...new Map(touched.map((each) => [each.use.toString('hex'), each])).values()];
  if (uses.length === 0) return [];
  const isSettled = (rows: readonly Row[]) => due(rows).length === 0;
  if (isSettled(await readRedemptions(tx, uses))) return [];
  // Who else reckons with the same use waits here; what they booked is read below.
  await readRedemptions(tx, uses, sql`ORDER BY r.bucket, r.voucher_use, r.receipt FOR UPDATE OF r`);
  const rows = due(await readRedemptions(tx, uses));
  const legs: Leg[] = [];
  for (const { row, owedMinor } of rows) {
    const event = uses.find(({ use }) => use.equals(row.voucher_use))!.event;
    legs.push(...lossLegs({ ...placeOf(row), amountMinor: owedMinor - row.loss }, event));
    await sql`
      UPDATE redemption SET loss = ${owedMinor}
      WHERE bucket = ${row.bucket} AND voucher_use = ${row.voucher_use} AND receipt = ${row.receipt}`.execute(
      tx,
    );
  }
  return legs;
}

interface Row {
  readonly bucket: number;
  readonly voucher_use: Buffer;
  readonly receipt: string;
  readonly at_s: number;
  readonly programme: string;
  readonly merchant: string;
  readonly currency: string;
  readonly amount: number;
  /** Booked so far. */
  readonly loss: number;
}

/** The rows whose booking is not what is owed. */
function due(rows: readonly Row[]): readonly { readonly row: Row; readonly owedMinor: number }[] {
  const uses = new Set(rows.map(({ voucher_use: use }) => use.toString('hex')));
  return [...uses].flatMap((use) => {
    const ofUse = rows.filter((row) => row.voucher_use.toString('hex') === use);
    const losses = lossesOf(
      ofUse.map(({ receipt, at_s: atS, amount }) => ({ receipt, atS, givenMinor: amount })),
    );
    return ofUse
      .map((row) => ({ row, owedMinor: losses.get(row.receipt)! }))
      .filter(({ row, owedMinor }) => owedMinor !== row.loss);
  });
}

function placeOf({ bucket, programme, merchant, currency }: Row): LossPlace {
  return { bucket, programmeId: programme, merchantId: merchant, currency };
}

async function readRedemptions(
  tx: Tx,
  uses: readonly Touched[],
  locking: RawBuilder<unknown> = sql``,
): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    SELECT r.bucket, r.voucher_use, r.receipt, r.at_s, r.programme, r.merchant, r.currency, r.amount, r.loss
    FROM redemption r
    JOIN unnest(${uses.map(({ bucket }) => bucket)}::smallint[], ${uses.map(({ use }) => use)}::bytea[]) AS k(bucket, voucher_use)
      ON r.bucket = k.bucket AND r.voucher_use = k.voucher_use
    ${locking}`.execute(tx);
  return rows;
}
