import { sql } from 'kysely';

/** Receipts that were decided, by their message id: what one that takes a receipt back is measured by. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS sale (
    bucket smallint NOT NULL,
    receipt text NOT NULL,
    member text NOT NULL,
    merchant text NOT NULL,
    at_s bigint NOT NULL,
    lines jsonb NOT NULL,
    discount bigint NOT NULL,
    currency text NOT NULL,
    programme text,
    voucher_use bytea,
    status text NOT NULL,
    PRIMARY KEY (bucket, receipt)
  )
`;
