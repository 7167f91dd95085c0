import { sql } from 'kysely';

/** Who is due, a few at a time. */
export const statement = sql`CREATE INDEX IF NOT EXISTS member_settled ON member (bucket, settled_at)`;
