import { sql } from 'kysely';

/** Registered tills: receipts of other serials are never credited. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS terminal (
    merchant_id text NOT NULL,
    till_number integer NOT NULL,
    serial bigint NOT NULL UNIQUE,
    name text NOT NULL,
    device_id text NOT NULL UNIQUE,
    paired_at bigint NOT NULL,
    PRIMARY KEY (merchant_id, till_number)
  )
`;
