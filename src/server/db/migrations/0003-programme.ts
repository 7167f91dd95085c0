import { sql } from 'kysely';

/** Programme definitions and their words. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS programme (
    id text PRIMARY KEY,
    number integer NOT NULL UNIQUE,
    definition jsonb NOT NULL,
    presentation jsonb NOT NULL,
    merchants jsonb NOT NULL
  )
`;
