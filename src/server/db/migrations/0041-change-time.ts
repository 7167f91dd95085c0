import { sql } from 'kysely';

/** When a change was decided, epoch milliseconds; null in rows of before this version, which are kept. */
export const statement = sql`
  ALTER TABLE change ADD COLUMN IF NOT EXISTS at_ms bigint
`;
