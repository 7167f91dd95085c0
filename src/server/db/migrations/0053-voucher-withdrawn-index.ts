import { sql } from 'kysely';

/** Asked before each signing: the few that are withdrawn, without those that are not. */
export const statement = sql`
  CREATE INDEX IF NOT EXISTS status_entry_withdrawn ON status_entry ((split_part(subject, '/', 1)))
  WHERE withdrawn_at IS NOT NULL
`;
