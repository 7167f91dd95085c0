import { sql } from 'kysely';

/** How many vouchers an operator's campaign has given, over all members. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS campaign_stock (
    bucket smallint NOT NULL,
    programme text NOT NULL,
    voucher text NOT NULL,
    campaign text NOT NULL,
    taken bigint NOT NULL,
    PRIMARY KEY (bucket, programme, voucher, campaign)
  )
`;
