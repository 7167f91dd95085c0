import { sql } from 'kysely';

/** What a programme's rules know about a sale at each of its merchants, by slug. */
export const statement = sql`
  ALTER TABLE programme ADD COLUMN IF NOT EXISTS sales jsonb NOT NULL DEFAULT '{}'
`;
