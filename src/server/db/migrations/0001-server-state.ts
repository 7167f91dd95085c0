import { sql } from 'kysely';

/** What this server is, such as its epoch. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS server_state (
    name text PRIMARY KEY,
    value text NOT NULL
  )
`;
