import { sql } from 'kysely';

/** What operators did: each row holds the hash of the one before it, so none can be changed or taken out unseen. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS audit (
    seq bigint PRIMARY KEY,
    at bigint NOT NULL,
    actor text NOT NULL,
    act text NOT NULL,
    target text NOT NULL,
    details jsonb NOT NULL,
    hash bytea NOT NULL
  )
`;
