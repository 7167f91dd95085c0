import { sql } from 'kysely';

/** The oldest changes first, for the job that drops them. */
export const statement = sql`
  CREATE INDEX IF NOT EXISTS change_time ON change (bucket, at_ms)
`;
