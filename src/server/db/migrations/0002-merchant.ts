import { sql } from 'kysely';

/** Merchants; their root keys are in key files, here is only the public half. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS merchant (
    id text PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    name text NOT NULL,
    currency_code text NOT NULL,
    currency_exponent smallint NOT NULL,
    categories jsonb NOT NULL,
    root_key bytea NOT NULL
  )
`;
