import { sql } from 'kysely';

/** Places in the status list; who is at which is known to the server alone. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS status_entry (
    place integer PRIMARY KEY,
    kind text NOT NULL,
    subject text NOT NULL,
    revoked_at bigint,
    UNIQUE (kind, subject)
  )
`;
