import { sql } from 'kysely';

/** A cache of the ledger for the members' accounts. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS balance (
    bucket smallint NOT NULL,
    account text NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (bucket, account)
  )
`;
