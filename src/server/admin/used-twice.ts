// Vouchers of one member of which tills stated one use more than once: which counted, and what the others cost.
import { sql } from 'kysely';
import { ALL_BUCKETS, bucketOf } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';
import type { NamedTill } from '#server/operator/tills.ts';
import { tillName } from './till-name.ts';

export interface DoubleUse {
  readonly voucher: string;
  readonly programme: string;
  readonly kind: string;
  /** Which of its uses, from 1 on. */
  readonly use: number;
  /** By the tills' signed times, the earliest first. */
  readonly stated: readonly StatedUse[];
}

export interface StatedUse {
  readonly at: string;
  /** As `terminal list` has it; null when no till brought it. */
  readonly till: string | null;
  /** For the member: the server keeps the use that reached it first. */
  readonly counted: boolean;
  /** What the receipt gave less what was taken back, and how much of it the programme owes the shop as lost. */
  readonly givenMinor: number;
  readonly lostMinor: number;
  readonly currency: string;
}

interface Row {
  readonly voucher_use: Buffer;
  readonly receipt: string;
  readonly at_s: number;
  readonly programme: string;
  readonly currency: string;
  readonly amount: number;
  readonly loss: number;
}

export async function usedTwice(
  db: Db,
  member: string,
  tills: readonly NamedTill[],
): Promise<readonly DoubleUse[]> {
  const bucket = bucketOf(member);
  const vouchers = await db
    .selectFrom('voucher')
    .select(['id', 'voucher'])
    .where('bucket', '=', bucket)
    .where('member', '=', member)
    .execute();
  const twice = byUse(await redemptionsOf(db, bucket, vouchers)).filter((rows) => rows.length > 1);
  const broughtBy = await tillsByReceipt(db, bucket, twice.flat());
  const kinds = new Map(vouchers.map(({ id, voucher }) => [id, voucher]));
  return twice.map((rows) => {
    const [{ voucher_use: use, programme }] = rows as [Row];
    const voucher = use.toString('hex', 0, use.length - 4);
    return {
      voucher,
      programme,
      kind: kinds.get(voucher) ?? voucher,
      use: use.readUInt32BE(use.length - 4),
      stated: rows.toSorted((a, b) => a.at_s - b.at_s).map((row) => statedUse(row, broughtBy, tills)),
    };
  });
}

/** A use is named by the voucher's id and a number of four bytes: those of one voucher lie beside each other in the key. */
async function redemptionsOf(
  db: Db,
  bucket: number,
  vouchers: readonly { readonly id: string }[],
): Promise<readonly Row[]> {
  if (vouchers.length === 0) return [];
  const { rows } = await sql<Row>`
    SELECT r.voucher_use, r.receipt, r.at_s, r.programme, r.currency, r.amount, r.loss FROM redemption r
    JOIN unnest(${vouchers.map(({ id }) => Buffer.from(`${id}00000000`, 'hex'))}::bytea[],
      ${vouchers.map(({ id }) => Buffer.from(`${id}ffffffff`, 'hex'))}::bytea[]) AS v(first, last)
      ON r.voucher_use BETWEEN v.first AND v.last
    WHERE r.bucket = ${bucket}`.execute(db);
  return rows;
}

function byUse(rows: readonly Row[]): readonly (readonly Row[])[] {
  const uses = new Map<string, Row[]>();
  for (const row of rows) {
    const use = row.voucher_use.toString('hex');
    uses.set(use, [...(uses.get(use) ?? []), row]);
  }
  return [...uses.values()];
}

interface Brought {
  readonly device: string | undefined;
  readonly counted: boolean;
}

/** By the claims: that on the use names the receipt that holds it, that on a loss the one that came too late. */
async function tillsByReceipt(
  db: Db,
  bucket: number,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, Brought>> {
  if (rows.length === 0) return new Map();
  const subjects = [
    ...rows.map(({ voucher_use: use }) => use),
    ...rows.map(({ receipt }) => Buffer.from(receipt, 'hex')),
  ];
  const claims = await db
    .selectFrom('claim')
    .select(['kind', 'holder', 'event'])
    .where('bucket', '=', bucket)
    .where('kind', 'in', ['redeem', 'loss'])
    .where('subject', 'in', subjects)
    .execute();
  if (claims.length === 0) return new Map();
  const events = await db
    .selectFrom('event')
    .select(['id', 'device'])
    .where('bucket', 'in', ALL_BUCKETS)
    .where(
      'id',
      'in',
      claims.map(({ event }) => event),
    )
    .execute();
  const deviceOf = new Map(events.map(({ id, device }) => [id, device]));
  return new Map(
    claims.map(({ kind, holder, event }) => [
      holder,
      { device: deviceOf.get(event), counted: kind === 'redeem' },
    ]),
  );
}

function statedUse(
  { receipt, at_s: atS, amount, loss, currency }: Row,
  broughtBy: ReadonlyMap<string, Brought>,
  tills: readonly NamedTill[],
): StatedUse {
  const brought = broughtBy.get(receipt);
  const till = tills.find(({ deviceId }) => deviceId === brought?.device);
  return {
    at: new Date(atS * 1_000).toISOString(),
    till: till === undefined ? null : tillName(till),
    counted: brought?.counted ?? false,
    givenMinor: amount,
    lostMinor: loss,
    currency,
  };
}
