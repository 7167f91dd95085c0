// What a till sells, counted where its receipts are chained: each one once, whoever brings it first, in the order of commits.
// One beyond the till's limits is marked then and there, so that its second copy meets the same answer.
import { sql } from 'kysely';
import { hexFromBytes } from '#base/bytes.ts';
import type { Tx } from '#server/db/transaction.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { addSale, salesDayOf, salesLimitsOf, type SalesOfDay } from '#protocol/sales-limits.ts';
import type { ChainedReceipt } from './terminal-chain.ts';

/** A receipt and what its purchases come to; `undefined` for one that sells nothing: a payment, an undo. */
export interface SoldReceipt {
  readonly chained: ChainedReceipt;
  readonly salesMinor: number | undefined;
}

/** A till's day with all that this push has brought. */
interface DayRow {
  readonly serial: number;
  readonly day: number;
  readonly receipts: number;
  readonly sales_minor: number;
}

/**
 * Gives receipts their places in their tills' chains and counts what they sell; refusals of a till have no place. May be
 * repeated. Returns the ids (hex) of those beyond their till's limits, whenever that was found. The row of the till's day is
 * the lock, taken in sorted order, so two pushes at once count exactly.
 */
export async function noteReceipts(
  tx: Tx,
  receipts: readonly SoldReceipt[],
  nowMs: number,
): Promise<ReadonlySet<string>> {
  const placed = [...new Map(receipts.map((each) => [idOf(each), each])).values()]
    .filter(({ chained }) => chained.receipt.sequence !== 0)
    .toSorted((a, b) => serialOf(a) - serialOf(b) || sequenceOf(a) - sequenceOf(b));
  if (placed.length === 0) return new Set();
  const isNew = await insertReceipts(tx, placed, nowMs);
  const fresh = placed.filter((each) => isNew.has(idOf(each)));
  const counted = fresh.filter((each) => each.salesMinor !== undefined && !isBeyondAlone(each));
  const excess = excessOf(counted, await countDays(tx, counted));
  await giveBack(tx, excess);
  const known = placed.filter((each) => !isNew.has(idOf(each)));
  const beyond = [...fresh.filter(isBeyondAlone), ...excess].map(idOf);
  return new Set([...beyond, ...(await beyondAmong(tx, known))]);
}

function serialOf({ chained }: SoldReceipt): number {
  return chained.certificate.serial;
}
function sequenceOf({ chained }: SoldReceipt): number {
  return chained.receipt.sequence;
}
function dayOf({ chained }: SoldReceipt): number {
  return salesDayOf(chained.receipt.issuedAtS);
}
function idOf({ chained }: SoldReceipt): string {
  return hexFromBytes(chained.messageId);
}
function bucketOfSerial(serial: number): number {
  return bucketOf(String(serial));
}

/** Beyond on a day that is empty: its room is nobody's, so it is not counted at all. */
function isBeyondAlone({ chained, salesMinor }: SoldReceipt): boolean {
  const empty = { number: 0, receipts: 0, salesMinor: 0 };
  return (
    salesMinor !== undefined && addSale(empty, salesMinor, salesLimitsOf(chained.certificate)) === undefined
  );
}

/** Ids of those that were not in their chain before. */
async function insertReceipts(
  tx: Tx,
  placed: readonly SoldReceipt[],
  nowMs: number,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ readonly id: Buffer }>`
    INSERT INTO terminal_receipt (bucket, serial, sequence, id, previous, issued_at_s, received_at, beyond)
    SELECT k.bucket, k.serial, k.sequence, k.id, k.previous, k.issued_at_s, ${nowMs}, k.beyond FROM unnest(
      ${placed.map((each) => bucketOfSerial(serialOf(each)))}::smallint[],
      ${placed.map(serialOf)}::bigint[],
      ${placed.map(sequenceOf)}::bigint[],
      ${placed.map(({ chained }) => Buffer.from(chained.messageId))}::bytea[],
      ${placed.map(({ chained }) => Buffer.from(chained.receipt.previous))}::bytea[],
      ${placed.map(({ chained }) => chained.receipt.issuedAtS)}::bigint[],
      ${placed.map(isBeyondAlone)}::boolean[])
      AS k(bucket, serial, sequence, id, previous, issued_at_s, beyond)
    ON CONFLICT DO NOTHING
    RETURNING id`.execute(tx);
  return new Set(rows.map(({ id }) => id.toString('hex')));
}

/** Adds these to their tills' days. */
async function countDays(tx: Tx, counted: readonly SoldReceipt[]): Promise<readonly DayRow[]> {
  if (counted.length === 0) return [];
  const { rows } = await sql<DayRow>`
    INSERT INTO terminal_day (bucket, serial, day, points, receipts, sales_minor)
    SELECT k.bucket, k.serial, k.day, 0, count(*), sum(k.sales_minor)::bigint FROM unnest(
      ${counted.map((each) => bucketOfSerial(serialOf(each)))}::smallint[],
      ${counted.map(serialOf)}::bigint[],
      ${counted.map(dayOf)}::integer[],
      ${counted.map(({ salesMinor }) => salesMinor)}::bigint[])
      AS k(bucket, serial, day, sales_minor)
    GROUP BY k.bucket, k.serial, k.day
    ORDER BY k.bucket, k.serial, k.day
    ON CONFLICT (bucket, serial, day) DO UPDATE
      SET receipts = terminal_day.receipts + excluded.receipts,
        sales_minor = terminal_day.sales_minor + excluded.sales_minor
    RETURNING serial, day, receipts, sales_minor`.execute(tx);
  return rows;
}

/** In the order of the chain: who finds no room any more is beyond, and a smaller one after it may still fit. */
function excessOf(counted: readonly SoldReceipt[], rows: readonly DayRow[]): readonly SoldReceipt[] {
  return rows.flatMap((row) => {
    const brought = counted.filter((each) => serialOf(each) === row.serial && dayOf(each) === row.day);
    let day = dayBefore(row, brought);
    return brought.filter((each) => {
      const after = addSale(day, each.salesMinor!, salesLimitsOf(each.chained.certificate));
      day = after ?? day;
      return after === undefined;
    });
  });
}

/** The till's day without what this push has brought. */
function dayBefore({ day, receipts, sales_minor }: DayRow, brought: readonly SoldReceipt[]): SalesOfDay {
  const salesMinor = brought.reduce((sum, each) => sum + each.salesMinor!, 0);
  return { number: day, receipts: receipts - brought.length, salesMinor: sales_minor - salesMinor };
}

/** Rare: an honest till refuses such a sale itself. */
async function giveBack(tx: Tx, excess: readonly SoldReceipt[]): Promise<void> {
  for (const each of excess) {
    const [serial, bucket] = [serialOf(each), bucketOfSerial(serialOf(each))];
    await sql`
      UPDATE terminal_receipt SET beyond = true
      WHERE bucket = ${bucket} AND serial = ${serial} AND sequence = ${sequenceOf(each)}
        AND id = ${Buffer.from(each.chained.messageId)}`.execute(tx);
    await sql`
      UPDATE terminal_day SET receipts = receipts - 1, sales_minor = sales_minor - ${each.salesMinor!}::bigint
      WHERE bucket = ${bucket} AND serial = ${serial} AND day = ${dayOf(each)}`.execute(tx);
  }
}

async function beyondAmong(tx: Tx, known: readonly SoldReceipt[]): Promise<readonly string[]> {
  if (known.length === 0) return [];
  const { rows } = await sql<{ readonly id: Buffer }>`
    SELECT r.id FROM terminal_receipt r
    JOIN unnest(
      ${known.map((each) => bucketOfSerial(serialOf(each)))}::smallint[],
      ${known.map(serialOf)}::bigint[],
      ${known.map(sequenceOf)}::bigint[],
      ${known.map(({ chained }) => Buffer.from(chained.messageId))}::bytea[])
      AS k(bucket, serial, sequence, id)
      ON r.bucket = k.bucket AND r.serial = k.serial AND r.sequence = k.sequence AND r.id = k.id
    WHERE r.beyond`.execute(tx);
  return rows.map(({ id }) => id.toString('hex'));
}
