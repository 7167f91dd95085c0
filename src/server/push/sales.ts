// Decided receipts by their id, so that one that takes a receipt back finds it.
import { sql } from 'kysely';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db, Tx } from '#server/db/transaction.ts';
import type { Decision } from './decision.ts';
import { type LossPlace, NOBODY, type Sale, voucherBucket } from './effect.ts';

export async function storedSales(
  db: Db | Tx,
  receipts: readonly string[],
): Promise<ReadonlyMap<string, Sale>> {
  if (receipts.length === 0) return new Map();
  const rows = await db
    .selectFrom('sale')
    .selectAll()
    .where('bucket', 'in', receipts.map(bucketOf))
    .where('receipt', 'in', receipts)
    .execute();
  return new Map(
    rows.map(({ programme, voucher_use: voucherUse, ...row }) => [
      row.receipt,
      {
        receipt: row.receipt,
        memberId: row.member,
        merchantId: row.merchant,
        atS: row.at_s,
        lines: row.lines,
        discountMinor: row.discount,
        currency: row.currency,
        status: row.status,
        ...(voucherUse === null ? {} : { voucherUse }),
        ...(programme === null || voucherUse === null
          ? {}
          : { loss: lossPlaceOf({ programme, voucherUse, merchant: row.merchant, currency: row.currency }) }),
      },
    ]),
  );
}

/** Of those receipts; whoever takes one of them back in the meantime waits. */
export async function lockSales(tx: Tx, receipts: readonly string[]): Promise<void> {
  await sql`
    SELECT s.receipt FROM sale s
    JOIN unnest(${receipts.map(bucketOf)}::smallint[], ${receipts}::text[]) AS k(bucket, receipt)
      ON s.bucket = k.bucket AND s.receipt = k.receipt
    ORDER BY s.bucket, s.receipt
    FOR UPDATE OF s`.execute(tx);
}

/** Of a member who is being erased: their log and their vouchers still lead to what they bought. */
export async function forgetCustomer(tx: Tx, memberId: string, vouchers: readonly string[]): Promise<void> {
  const bucket = bucketOf(memberId);
  const { rows } = await sql<{ readonly receipt: string }>`
    SELECT id AS receipt FROM member_event WHERE bucket = ${bucket} AND member = ${memberId}
    UNION
    SELECT r.receipt FROM redemption r
    JOIN unnest(${vouchers.map((id) => Buffer.from(`${id}00000000`, 'hex'))}::bytea[],
      ${vouchers.map((id) => Buffer.from(`${id}ffffffff`, 'hex'))}::bytea[]) AS v(first, last)
      ON r.voucher_use BETWEEN v.first AND v.last
    WHERE r.bucket = ${bucket}`.execute(tx);
  const receipts = rows.map(({ receipt }) => receipt);
  await sql`
    UPDATE sale SET member = ${NOBODY}
    FROM unnest(${receipts.map(bucketOf)}::smallint[], ${receipts}::text[]) AS k(bucket, receipt)
    WHERE sale.bucket = k.bucket AND sale.receipt = k.receipt AND sale.member = ${memberId}`.execute(tx);
}

function lossPlaceOf(row: {
  readonly programme: string;
  readonly voucherUse: Buffer;
  readonly merchant: string;
  readonly currency: string;
}): LossPlace {
  const bucket = voucherBucket(row.voucherUse.toString('hex'));
  return { bucket, programmeId: row.programme, merchantId: row.merchant, currency: row.currency };
}

/** Remembers the receipts of a push that happened, counted or lost. */
export async function rememberSales(tx: Tx, decisions: readonly Decision[]): Promise<void> {
  const sales = decisions.flatMap(({ status, effect }) =>
    effect?.sale === undefined || status === 'rejected' ? [] : [{ ...effect.sale, status }],
  );
  if (sales.length === 0) return;
  await sql`
    INSERT INTO sale (bucket, receipt, member, merchant, at_s, lines, discount, currency, programme, voucher_use, status)
    SELECT * FROM unnest(
      ${sales.map((sale) => bucketOf(sale.receipt))}::smallint[],
      ${sales.map((sale) => sale.receipt)}::text[],
      ${sales.map((sale) => sale.memberId)}::text[],
      ${sales.map((sale) => sale.merchantId)}::text[],
      ${sales.map((sale) => sale.atS)}::bigint[],
      ${sales.map((sale) => JSON.stringify(sale.lines))}::jsonb[],
      ${sales.map((sale) => sale.discountMinor)}::bigint[],
      ${sales.map((sale) => sale.currency)}::text[],
      ${sales.map((sale) => sale.loss?.programmeId ?? null)}::text[],
      ${sales.map((sale) => sale.voucherUse ?? null)}::bytea[],
      ${sales.map((sale) => sale.status)}::text[])
    ON CONFLICT DO NOTHING`.execute(tx);
}
