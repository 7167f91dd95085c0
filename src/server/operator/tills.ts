import type { Db } from '#server/db/transaction.ts';

export interface NamedTill {
  /** Slug. */
  readonly merchant: string;
  readonly number: number;
  readonly name: string;
  readonly deviceId: string;
}

/** All of them, also those that were taken out of service. */
export async function readTills(db: Db): Promise<readonly NamedTill[]> {
  return db
    .selectFrom('terminal')
    .innerJoin('merchant', 'merchant.id', 'terminal.merchant_id')
    .select(['merchant.slug as merchant', 'till_number as number', 'terminal.name', 'device_id as deviceId'])
    .execute();
}
