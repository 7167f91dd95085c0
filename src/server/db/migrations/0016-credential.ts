import { sql } from 'kysely';

/** The signed form of a voucher for each device that may present it. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS credential (
    bucket smallint NOT NULL,
    voucher text NOT NULL,
    device text NOT NULL,
    cose bytea NOT NULL,
    PRIMARY KEY (bucket, voucher, device)
  )
`;
