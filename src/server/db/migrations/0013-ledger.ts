import { sql } from 'kysely';

/** Double entry: the legs of an event sum to zero; nothing is ever changed or removed. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS ledger (
    bucket smallint NOT NULL,
    event uuid NOT NULL,
    leg integer NOT NULL,
    account text NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (bucket, event, leg)
  )
`;
