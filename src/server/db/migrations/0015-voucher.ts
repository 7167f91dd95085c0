import { sql } from 'kysely';

/** Vouchers in members' hands, one per instance that the engine issued. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS voucher (
    bucket smallint NOT NULL,
    id text NOT NULL,
    member text NOT NULL,
    programme text NOT NULL,
    voucher text NOT NULL,
    instance_key text NOT NULL,
    issued_at bigint NOT NULL,
    PRIMARY KEY (bucket, id)
  )
`;
