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

/** A receipt that was not in its till's chain before, and its till's day with it and all that came along. */
interface Noted {
  readonly id: Buffer;
  readonly serial: number;
  readonly sequence: number;
  readonly day: number;
  /** `null` when it was not counted. */
  readonly sales_minor: number | null;
  readonly day_receipts: number | null;
  readonly day_sales: number | null;
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
  const placed = receipts
    .filter(({ chained }) => chained.receipt.sequence !== 0)
    .toSorted((a, b) => serialOf(a) - serialOf(b) || sequenceOf(a) - sequenceOf(b));
  if (placed.length === 0) return new Set();
  const noted = await insertReceipts(tx, placed, nowMs);
  const isNew = new Set(noted.map(({ id }) => id.toString('hex')));
  const tooLarge = placed.filter((each) => isNew.has(idOf(each)) && isBeyondAlone(each)).map(idOf);
  const excess = excessOf(placed, noted);
  await giveBack(tx, excess);
  const known = placed.filter((each) => !isNew.has(idOf(each)));
  return new Set([
    ...tooLarge,
    ...excess.map(({ id }) => id.toString('hex')),
    ...(await beyondAmong(tx, known)),
  ]);
}

function serialOf({ chained }: SoldReceipt): number {
  return chained.certificate.serial;
}
function sequenceOf({ chained }: SoldReceipt): number {
  return chained.receipt.sequence;
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

async function insertReceipts(
  tx: Tx,
  placed: readonly SoldReceipt[],
  nowMs: number,
): Promise<readonly Noted[]> {
  const beyond = placed.map(isBeyondAlone);
  const counted = placed.map(({ salesMinor }, index) =>
    beyond[index] === true ? null : (salesMinor ?? null),
  );
  const { rows } = await sql<Noted>`
    WITH told AS (
      SELECT * FROM unnest(
        ${placed.map((each) => bucketOfSerial(serialOf(each)))}::smallint[],
        ${placed.map(serialOf)}::bigint[],
        ${placed.map(sequenceOf)}::bigint[],
        ${placed.map(({ chained }) => Buffer.from(chained.messageId))}::bytea[],
        ${placed.map(({ chained }) => Buffer.from(chained.receipt.previous))}::bytea[],
        ${placed.map(({ chained }) => chained.receipt.issuedAtS)}::bigint[],
        ${placed.map(({ chained }) => salesDayOf(chained.receipt.issuedAtS))}::integer[],
        ${counted}::bigint[],
        ${beyond}::boolean[])
        AS k(bucket, serial, sequence, id, previous, issued_at_s, day, sales_minor, beyond)),
    noted AS (
      INSERT INTO terminal_receipt (bucket, serial, sequence, id, previous, issued_at_s, received_at, beyond)
      SELECT bucket, serial, sequence, id, previous, issued_at_s, ${nowMs}::bigint, beyond FROM told
      ON CONFLICT DO NOTHING
      RETURNING bucket, serial, sequence, id),
    fresh AS (SELECT told.* FROM told JOIN noted USING (bucket, serial, sequence, id)),
    counted AS (
      INSERT INTO terminal_day (bucket, serial, day, points, receipts, sales_minor)
      SELECT bucket, serial, day, 0, count(*), sum(sales_minor)::bigint FROM fresh
      WHERE sales_minor IS NOT NULL GROUP BY bucket, serial, day ORDER BY bucket, serial, day
      ON CONFLICT (bucket, serial, day) DO UPDATE
        SET receipts = terminal_day.receipts + excluded.receipts,
          sales_minor = terminal_day.sales_minor + excluded.sales_minor
      RETURNING serial, day, receipts AS day_receipts, sales_minor AS day_sales)
    SELECT fresh.id, fresh.serial, fresh.sequence, fresh.day, fresh.sales_minor, day_receipts, day_sales
    FROM fresh LEFT JOIN counted USING (serial, day)
    ORDER BY fresh.serial, fresh.sequence, fresh.id`.execute(tx);
  return rows;
}

/** In the order of the chain: who finds no room any more is beyond, and a smaller one after it may still fit. */
function excessOf(placed: readonly SoldReceipt[], noted: readonly Noted[]): readonly Noted[] {
  const limits = new Map(placed.map((each) => [idOf(each), salesLimitsOf(each.chained.certificate)]));
  const days = new Map<string, SalesOfDay>();
  const excess: Noted[] = [];
  const counted = noted.filter(({ sales_minor }) => sales_minor !== null);
  for (const each of counted) {
    const key = `${each.serial}/${each.day}`;
    const before = days.get(key) ?? dayBefore(each, counted);
    const after = addSale(before, each.sales_minor!, limits.get(each.id.toString('hex'))!);
    if (after === undefined) excess.push(each);
    days.set(key, after ?? before);
  }
  return excess;
}

/** The till's day without what this push has brought. */
function dayBefore({ serial, day, day_receipts, day_sales }: Noted, counted: readonly Noted[]): SalesOfDay {
  const brought = counted.filter((each) => each.serial === serial && each.day === day);
  const salesMinor = brought.reduce((sum, { sales_minor }) => sum + sales_minor!, 0);
  return {
    number: day,
    receipts: (day_receipts ?? 0) - brought.length,
    salesMinor: (day_sales ?? 0) - salesMinor,
  };
}

/** Rare: an honest till refuses such a sale itself. */
async function giveBack(tx: Tx, excess: readonly Noted[]): Promise<void> {
  for (const { serial, sequence, id, day, sales_minor } of excess) {
    const bucket = bucketOfSerial(serial);
    await sql`
      UPDATE terminal_receipt SET beyond = true
      WHERE bucket = ${bucket} AND serial = ${serial} AND sequence = ${sequence} AND id = ${id}`.execute(tx);
    await sql`
      UPDATE terminal_day SET receipts = receipts - 1, sales_minor = sales_minor - ${sales_minor}::bigint
      WHERE bucket = ${bucket} AND serial = ${serial} AND day = ${day}`.execute(tx);
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
