import { sql } from 'kysely';

/** Keys that may act as an operator, by command or on the operator's page. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS operator (
    id text PRIMARY KEY,
    name text NOT NULL,
    public_key bytea NOT NULL,
    added_at bigint NOT NULL,
    revoked_at bigint
  )
`;
