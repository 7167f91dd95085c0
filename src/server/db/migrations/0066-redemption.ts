import { sql } from 'kysely';

/** Receipts of each use of a voucher, beside the claim on that use: who bears what was given twice is reckoned from them. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS redemption (
    bucket smallint NOT NULL,
    voucher_use bytea NOT NULL,
    receipt text NOT NULL,
    at_s bigint NOT NULL,
    programme text NOT NULL,
    merchant text NOT NULL,
    currency text NOT NULL,
    amount bigint NOT NULL,
    loss bigint NOT NULL,
    PRIMARY KEY (bucket, voucher_use, receipt)
  )
`;
