import { sql } from 'kysely';

/** When a claim was made that only outlives a crash, epoch milliseconds; null for those that guard something for good. */
export const statement = sql`
  ALTER TABLE claim ADD COLUMN IF NOT EXISTS at_ms bigint
`;
