// How much of a campaign is given away. A row of its own, so that two runs at once cannot give the last one twice.
import { sql } from 'kysely';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db, Tx } from '#server/db/transaction.ts';
import { campaignKey } from './campaign-vouchers.ts';

export interface CampaignId {
  readonly programme: string;
  readonly voucher: string;
  readonly name: string;
}

/** Before anything is given; what campaigns of before this table have given is counted. How much is taken. */
export async function openStock(db: Db, campaign: CampaignId): Promise<number> {
  const taken = await countGiven(db, campaign);
  await db
    .insertInto('campaign_stock')
    .values({ ...keyOf(campaign), taken })
    .onConflict((on) => on.doNothing())
    .execute();
  const key = keyOf(campaign);
  const row = await db
    .selectFrom('campaign_stock')
    .select('taken')
    .where('bucket', '=', key.bucket)
    .where('programme', '=', key.programme)
    .where('voucher', '=', key.voucher)
    .where('campaign', '=', key.campaign)
    .executeTakeFirstOrThrow();
  return row.taken;
}

/** Takes one, or says that none is left. The row's lock is held to the end of the transaction. */
export async function takeOne(tx: Tx, campaign: CampaignId, stock: number): Promise<boolean> {
  const { bucket, programme, voucher, campaign: name } = keyOf(campaign);
  const { rows } = await sql`
    UPDATE campaign_stock SET taken = taken + 1
    WHERE bucket = ${bucket} AND programme = ${programme} AND voucher = ${voucher} AND campaign = ${name}
      AND taken < ${Math.min(stock, Number.MAX_SAFE_INTEGER)}
    RETURNING taken`.execute(tx);
  return rows.length > 0;
}

/** What was taken in this transaction, or counted from before, went to nobody. */
export async function giveBack(tx: Tx, campaign: CampaignId): Promise<void> {
  const { bucket, programme, voucher, campaign: name } = keyOf(campaign);
  await sql`
    UPDATE campaign_stock SET taken = taken - 1
    WHERE bucket = ${bucket} AND programme = ${programme} AND voucher = ${voucher} AND campaign = ${name}
      AND taken > 0`.execute(tx);
}

function keyOf({ programme, voucher, name }: CampaignId) {
  return { bucket: bucketOf(`${programme}/${voucher}/${name}`), programme, voucher, campaign: name };
}

async function countGiven(db: Db, { programme, voucher, name }: CampaignId): Promise<number> {
  const { count } = await db
    .selectFrom('voucher')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('bucket', '>=', 0)
    .where('programme', '=', programme)
    .where('voucher', '=', voucher)
    .where('instance_key', '=', campaignKey(name))
    .executeTakeFirstOrThrow();
  return count;
}
