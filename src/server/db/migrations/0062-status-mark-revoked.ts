import { sql } from 'kysely';

/** What is signed, asked for with every look at the lists: read from the index alone. */
export const statement = sql`
  CREATE INDEX IF NOT EXISTS status_mark_revoked ON status_mark (bucket, place, revoked_at, ends_at)
  WHERE revoked_at IS NOT NULL
`;
